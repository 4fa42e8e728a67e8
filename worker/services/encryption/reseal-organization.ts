import { ownOutdatedHooks, ownOutdatedRows, resealUpdate } from "../../db/sealed.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { encryptionOf } from "./read-encryption.ts";
import { resealRows } from "./reseal.ts";

export type ResealResult = {
  readonly resealed: number;
  /** Values that no key opens: their owners have to sign in, or to enter them, again. */
  readonly unreadable: number;
  /** Values that are still under another key, webhooks whose sync is yet to run among them. */
  readonly remaining: number;
};

/** Of each kind; whoever has more asks again, or waits for the minutely run. */
const ROWS_A_REQUEST = 500;
const SYNCS_A_REQUEST = 20;

/** Seals an organization's values under the active key now, and starts the syncs that renew its webhooks. */
export async function resealOrganization(ctx: Ctx): Promise<ResealResult> {
  requirePermission(ctx, "encryption.rotate");
  const { db } = ctx.data;
  const { activeKid: kid } = ctx.config.encryption;
  const found = await ownOutdatedRows(ctx.data, { kid, limit: ROWS_A_REQUEST });
  const tokens = await resealRows(ctx, "github_tokens", found.github_tokens);
  const keys = await resealRows(ctx, "ai_keys", found.ai_keys);
  const unreadable = found.github_tokens.length + found.ai_keys.length - tokens.length - keys.length;
  const meta = { kid, github_tokens: tokens.length, ai_keys: keys.length, unreadable };
  const results = await db.batch([
    resealUpdate(db, "github_tokens", { kid, rows: tokens }),
    resealUpdate(db, "ai_keys", { kid, rows: keys }),
    audit(ctx, { action: "encryption.resealed", targetKind: "organization", targetId: ctx.orgId, meta }),
  ]);
  await startSyncs(ctx, kid);
  const [first, second] = results;
  const { outdated } = await encryptionOf(ctx);
  return { resealed: first.meta.changes + second.meta.changes, unreadable, remaining: outdated };
}

/** The syncs are the system's: whoever may change the key needs no role in each repository. */
async function startSyncs(ctx: Ctx, kid: string): Promise<void> {
  const system = systemCtx(ctx, ctx.orgId);
  for (const { id } of await ownOutdatedHooks(ctx.data, { kid, limit: SYNCS_A_REQUEST })) {
    await createJob(system, { kind: "sync", trigger: "schedule", repositoryId: id });
  }
}
