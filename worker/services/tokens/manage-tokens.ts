import {
  type ApiTokenRow,
  apiTokenInsert,
  apiTokenRevoke,
  findApiToken,
  listApiTokens,
  type TokensQuery,
} from "../../db/api-tokens.ts";
import { AppError } from "../../errors.ts";
import { may, type TokenScope, usableScopes } from "../../permissions.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { type Page, type RowKey, toPage } from "../analyses/to-page.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { mintToken, shownPrefix } from "./secret.ts";

/** Live tokens of one member of one organization. */
const AT_MOST = 50;
const DAY_MS = 24 * 60 * 60_000;

type TokenWish = { readonly name: string; readonly scopes: readonly TokenScope[]; readonly days: number };
/** `secret` is given here alone; nobody keeps it. */
type MintedToken = { readonly token: ApiTokenRow; readonly secret: string };

/** Undefined for whoever may see the tokens of all members; else the user whose they have to be. */
function onlyOf(ctx: Ctx): string | undefined {
  return may(ctx.role, "token.manage_all") ? undefined : (actingUser(ctx) ?? "");
}

/** Tokens that were not revoked, newest first: the own ones, or those of all members for whoever may manage them. */
export async function readTokens(
  ctx: Ctx,
  query: { readonly after: RowKey | undefined; readonly limit: number },
): Promise<Page<ApiTokenRow>> {
  requirePermission(ctx, "token.manage_own");
  const ask: TokensQuery = { ofUser: onlyOf(ctx), after: query.after, limit: query.limit + 1 };
  return toPage(await listApiTokens(ctx.data, ask), query.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

function requireUsable(ctx: Ctx, scopes: readonly TokenScope[]): void {
  const surplus = scopes.filter((scope) => !usableScopes(ctx.role).includes(scope));
  if (surplus.length === 0) return;
  const message = `Your role ${ctx.role} allows nothing that needs ${surplus.join(" or ")}. Leave it out.`;
  throw new AppError("invalid_input", message, { errors: [{ path: "scopes", message }] });
}

/** Makes a token for the acting user. Throws invalid_input for scopes above the role, conflict when there are too many. */
export async function createToken(ctx: Ctx, wish: TokenWish): Promise<MintedToken> {
  requirePermission(ctx, "token.manage_own");
  requireUsable(ctx, wish.scopes);
  const secret = mintToken(ctx.random);
  const [id, createdAt] = [ctx.random.uuidv7(), ctx.clock.now()];
  const expiresAt = createdAt + wish.days * DAY_MS;
  const facts = { name: wish.name, scopes: wish.scopes.join(" "), prefix: shownPrefix(secret) };
  const row = { id, userId: actingUser(ctx) ?? "", ...facts, hash: await sha256Hex(secret), createdAt, expiresAt };
  const meta = { ...facts, expires_at: new Date(expiresAt).toISOString() };
  await ctx.data.db.batch([
    apiTokenInsert(ctx.data, row, AT_MOST),
    auditIfChanged(ctx, { action: "token.created", targetKind: "token", targetId: id, meta }),
  ]);
  const token = await findApiToken(ctx.data, id);
  if (!token) throw new AppError("conflict", `You have ${AT_MOST} tokens here. Revoke one that is not used any more.`);
  return { token, secret };
}

function notFound(): AppError {
  return new AppError("not_found", "There is no such object in this organization.");
}

/** Ends a token at once: an own one, or any for whoever manages all. Throws not_found for another's, or when it ended already. */
export async function revokeToken(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, "token.manage_own");
  const token = await findApiToken(ctx.data, id);
  const ofUser = onlyOf(ctx);
  if (!token || (ofUser !== undefined && token.user.id !== ofUser)) throw notFound();
  const meta = { name: token.name, prefix: token.prefix, user_id: token.user.id };
  await ctx.data.db.batch([
    apiTokenRevoke(ctx.data, { id, ofUser, now: ctx.clock.now() }),
    auditIfChanged(ctx, { action: "token.revoked", targetKind: "token", targetId: id, meta }),
  ]);
}
