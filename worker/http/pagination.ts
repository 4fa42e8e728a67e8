/** Cursors of keyset-paged lists: the key of the last row, signed for one organization and one list. */
import * as z from "zod";
import { AppError } from "../errors.ts";
import { fromBase64url, isSameSecret, toBase64url, utf8 } from "../platform/encoding.ts";
import { deriveKey } from "../platform/keys.ts";
import type { Ctx } from "../services/context.ts";

const Cursor = z.tuple([z.int(), z.uuidv7()]);

/** Sort key of a row: an instant or a position, then the id. */
export type RowKey = { readonly at: number; readonly id: string };
export type Page<T> = { readonly items: readonly T[]; readonly next: RowKey | null };

function badCursor(): AppError {
  const errors = [{ path: "cursor", message: "Is not a cursor that this list gave out." }];
  return new AppError("invalid_input", "This page of the list cannot be found. Start from the first page.", { errors });
}

type Signed = { readonly list: string; readonly payload: string };

async function signatureOf(ctx: Ctx, { list, payload }: Signed, sessionSecret: string): Promise<string> {
  const secret = await deriveKey(utf8(sessionSecret), "cursor");
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", key, utf8(`${ctx.orgId}|${list}|${payload}`));
  return toBase64url(new Uint8Array(signed).slice(0, 16));
}

/** True for a cursor that was signed with the secret of today, or with the one before it. */
async function isSigned(ctx: Ctx, signed: Signed, signature: string): Promise<boolean> {
  const { sessionSecret, previousSessionSecret } = ctx.config;
  for (const secret of [sessionSecret, previousSessionSecret]) {
    if (secret !== undefined && (await isSameSecret(signature, await signatureOf(ctx, signed, secret)))) return true;
  }
  return false;
}

/** Where to go on in `list`; undefined for the first page. Throws invalid_input for a cursor of another list or organization. */
export async function readCursor(ctx: Ctx, list: string, cursor: string | undefined): Promise<RowKey | undefined> {
  if (cursor === undefined) return undefined;
  const [payload = "", signature = ""] = cursor.split(".");
  if (!(await isSigned(ctx, { list, payload }, signature))) throw badCursor();
  const bytes = fromBase64url(payload);
  if (!bytes) throw badCursor();
  const [at, id] = Cursor.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return { at, id };
}

/** The page as the API gives it: `{items, next_cursor}`. */
export async function pageJson<T>(ctx: Ctx, list: string, page: Page<T>) {
  if (page.next === null) return { items: [...page.items], next_cursor: null };
  const payload = toBase64url(utf8(JSON.stringify([page.next.at, page.next.id])));
  const signature = await signatureOf(ctx, { list, payload }, ctx.config.sessionSecret);
  return { items: [...page.items], next_cursor: `${payload}.${signature}` };
}
