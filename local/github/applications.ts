// What an application may ask about the tokens it holds, with its own id and secret as Basic credentials.
import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import type { Client, LocalContext } from "../context.ts";
import type { TokenRecord } from "../records.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { findToken, revokeToken, sha256 } from "./tokens.ts";
import { simpleUserByLogin } from "./user-json.ts";

const TokenBody = z.object({ access_token: z.string().min(1) });

/** GitHub answers 404, not 401, when the credentials are not those of this application. */
function requireClient(c: LocalC): Client {
  const encoded = /^basic\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  const [id, secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const client = c.var.local.settings.clients.find((candidate) => candidate.id === c.req.param("clientId"));
  const isOwn = client && client.id === id && sha256(client.secret) === sha256(secret ?? "");
  if (!isOwn) throw notFound();
  return client;
}

async function requireOwnToken(c: LocalC): Promise<{ token: string; record: TokenRecord; client: Client }> {
  const client = requireClient(c);
  const { access_token: token } = await readBody(c, TokenBody);
  const record = findToken(c.var.local, token);
  if (record?.clientId !== client.id) throw notFound();
  return { token, record, client };
}

async function checkToken(c: LocalC) {
  const { token, record, client } = await requireOwnToken(c);
  const { local } = c.var;
  const at = isoSeconds(record.createdAt);
  return c.json({
    id: record.id,
    url: `${local.urls.api}/authorizations/${record.id}`,
    scopes: record.scopes,
    token,
    token_last_eight: record.lastEight,
    hashed_token: record.hash,
    app: {
      client_id: client.id,
      name: client.name,
      url: `${local.urls.web}/settings/connections/applications/${client.id}`,
    },
    note: null,
    note_url: null,
    updated_at: at,
    created_at: at,
    fingerprint: null,
    user: simpleUserByLogin(local, record.login),
    expires_at: null,
  });
}

/** Takes back the consent of one user to one application, with every token it led to. */
export function revokeGrant(local: LocalContext, { clientId, login }: { clientId: string; login: string }): void {
  local.state.grants = local.state.grants.filter((grant) => grant.clientId !== clientId || grant.login !== login);
  for (const record of local.state.tokens) {
    if (record.clientId === clientId && record.login === login && record.revokedAt === null) revokeToken(local, record);
  }
  local.state.save();
}

export function applications(app: LocalApp): void {
  app.post("/applications/:clientId/token", checkToken);
  app.delete("/applications/:clientId/token", async (c) => {
    const { record } = await requireOwnToken(c);
    revokeToken(c.var.local, record);
    return c.body(null, 204);
  });
  app.delete("/applications/:clientId/grant", async (c) => {
    const { record } = await requireOwnToken(c);
    revokeGrant(c.var.local, record);
    return c.body(null, 204);
  });
}
