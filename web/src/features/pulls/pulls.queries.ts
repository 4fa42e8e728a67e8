import { query } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { PullCheck } from "../../api-types.ts";

const PAGE_SIZE = "20";

export type PullPage = { readonly items: readonly PullCheck[]; readonly next_cursor: string | null };

/** One page of the checks of a repository's pull requests, newest first. */
export function loadPulls(id: string, cursor?: string): Promise<PullPage> {
  return read(
    api.api.repositories[":id"].pulls.$get({
      param: { id },
      query: { limit: PAGE_SIZE, ...(cursor && { cursor }) },
    }),
  );
}

export const getPulls = query((id: string): Promise<PullPage> => loadPulls(id), "pulls");

/** Checks the head of a pull request anew and answers the job's id. */
export async function checkPull(id: string, number: number): Promise<string> {
  const { job_id: jobId }: { readonly job_id: string } = await read(
    api.api.repositories[":id"].pulls[":number"].check.$post({ param: { id, number: String(number) } }),
  );
  return jobId;
}
