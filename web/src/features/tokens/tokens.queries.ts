import { query, revalidate } from "@solidjs/router";
import { api, done, read } from "../../api.ts";
import type { ApiToken, ApiTokenBody, NewApiToken } from "../../api-types.ts";

const TOKENS_A_PAGE = "25";

type TokenPage = { readonly items: readonly ApiToken[]; readonly next_cursor: string | null };

/** One page of the tokens that the user may see, the newest first. */
export function loadTokens(cursor?: string): Promise<TokenPage> {
  return read(api.api.tokens.$get({ query: { limit: TOKENS_A_PAGE, ...(cursor && { cursor }) } }));
}

export const getTokens = query((): Promise<TokenPage> => loadTokens(), "tokens");

/** Makes a token; its secret is in this answer and nowhere else. */
export async function createToken(body: ApiTokenBody): Promise<NewApiToken> {
  const created: NewApiToken = await read(api.api.tokens.$post({ json: body }));
  void revalidate(getTokens.key);
  return created;
}

export async function revokeToken(id: string): Promise<void> {
  await done(api.api.tokens[":id"].$delete({ param: { id } }));
  void revalidate(getTokens.key);
}
