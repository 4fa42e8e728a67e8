import type * as z from "zod";
import type { listSessions } from "../../services/auth/list-sessions.ts";
import type { SessionList } from "../schemas/sessions.ts";
import { deviceName } from "./device-name.ts";
import { timestamp } from "./timestamps.ts";

type SessionFacts = Awaited<ReturnType<typeof listSessions>>[number];

function sessionJson(row: SessionFacts): z.infer<typeof SessionList>["items"][number] {
  return {
    id: row.id,
    current: row.isCurrent,
    organization: row.orgName === null ? null : { id: row.orgId, name: row.orgName },
    device: deviceName(row.userAgent),
    network: row.network,
    country: row.country,
    city: row.city,
    signed_in_at: timestamp(row.createdAt),
    last_seen_at: timestamp(row.lastSeenAt),
    expires_at: timestamp(row.expiresAt),
  };
}

export function sessionListJson(rows: readonly SessionFacts[]): z.infer<typeof SessionList> {
  return { items: rows.map(sessionJson) };
}
