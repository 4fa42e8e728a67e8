import type { Sample } from "../sample.ts";

/** A repository without a commit. */
export const empty: Sample = {
  owner: "dev",
  name: "empty",
  description: "Nothing here yet",
  topics: [],
  authors: [],
  startAt: "2026-06-20T10:00:00Z",
  commits: [],
};
