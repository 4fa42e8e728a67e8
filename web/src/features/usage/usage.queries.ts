import { query } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { AiRequest, Usage } from "../../api-types.ts";

const PAGE_SIZE = "25";

export type RequestPage = { readonly items: readonly AiRequest[]; readonly next_cursor: string | null };

/** What a month used; without one, the present month. */
export const getUsage = query(
  (month?: string): Promise<Usage> => read(api.api.usage.$get({ query: month === undefined ? {} : { month } })),
  "usage",
);

/** One page of the request log, newest first. */
export function loadRequests(cursor?: string): Promise<RequestPage> {
  return read(
    api.api.ai.requests.$get({ query: cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor } }),
  );
}

export const getRequests = query((): Promise<RequestPage> => loadRequests(), "ai-requests");
