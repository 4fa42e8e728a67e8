/** Versions of actions that GitHub's services refuse, and since when: such a step fails, or does nothing, whatever the runner. */
import { isBefore, type WrittenVersion } from "../actions/used-version.ts";
import { startOfDay } from "./day.ts";

export interface RetiredVersions {
  /** `owner/repo`, lower case; covers the actions in its folders. */
  readonly action: string;
  /** Versions of these majors before `before` are retired; without it the whole major is. */
  readonly majors: readonly number[];
  readonly before: readonly number[] | null;
  /** The day on which GitHub switched them off, or will. */
  readonly since: string;
  /** What then happens, as the end of a sentence about the version. */
  readonly effect: string;
  /** True where GitHub Enterprise Server still serves them. */
  readonly worksOnServer: boolean;
  readonly source: string;
  readonly seen: string;
}

const ARTIFACTS_V3 = "https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/";
const ARTIFACTS_V1 = "https://github.blog/changelog/2024-02-13-deprecation-notice-v1-and-v2-of-the-artifact-actions/";
const CACHE =
  "https://github.blog/changelog/2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/";
const PAGES =
  "https://github.blog/changelog/2024-12-05-deprecation-notice-github-pages-actions-to-require-artifacts-actions-v4-on-github-com/";

const FAILS = "so the job fails before its first step";

export const RETIRED_VERSIONS: readonly RetiredVersions[] = [
  retired("actions/upload-artifact", [1, 2], ["2024-06-30", ARTIFACTS_V1]),
  retired("actions/upload-artifact", [3], ["2025-01-30", ARTIFACTS_V3]),
  retired("actions/download-artifact", [1, 2], ["2024-06-30", ARTIFACTS_V1]),
  retired("actions/download-artifact", [3], ["2025-01-30", ARTIFACTS_V3]),
  retired("actions/cache", [1, 2], ["2025-03-01", CACHE]),
  { ...retired("actions/cache", [3], ["2025-03-01", CACHE]), before: [3, 4, 0] },
  { ...retired("actions/cache", [4], ["2025-03-01", CACHE]), before: [4, 2, 0] },
  retired("actions/upload-pages-artifact", [1, 2], ["2025-01-30", PAGES]),
  retired("actions/deploy-pages", [1, 2, 3], ["2025-01-30", PAGES]),
  {
    ...retired(
      "github/codeql-action",
      [1],
      ["2023-01-18", "https://github.blog/changelog/2023-01-18-code-scanning-codeql-action-v1-is-now-deprecated/"],
    ),
    effect: "so it gets no fixes and its results may be refused",
  },
  {
    ...retired(
      "github/codeql-action",
      [2],
      ["2025-01-10", "https://github.blog/changelog/2025-01-10-code-scanning-codeql-action-v2-is-now-deprecated/"],
    ),
    effect: "so it gets no fixes and its results may be refused",
  },
  {
    ...retired(
      "github/codeql-action",
      [3],
      ["2026-12-01", "https://github.blog/changelog/2025-10-28-upcoming-deprecation-of-codeql-action-v3/"],
    ),
    effect: "and then gets no fixes",
  },
];

function retired(
  action: string,
  majors: readonly number[],
  [since, source]: readonly [since: string, source: string],
): RetiredVersions {
  return { action, majors, before: null, since, effect: FAILS, worksOnServer: true, source, seen: "2026-11-21" };
}

const byAction = new Map<string, readonly RetiredVersions[]>();
for (const row of RETIRED_VERSIONS) byAction.set(row.action, [...(byAction.get(row.action) ?? []), row]);

/** The row that covers a version of an action (`owner/repo`, lower case); null when it is still served. */
export function retirementOf(action: string, version: WrittenVersion): RetiredVersions | null {
  const rows = byAction.get(action) ?? [];
  const covers = ({ majors, before }: RetiredVersions) =>
    majors.includes(version[0] ?? -1) && (before === null || isBefore(version, before));
  return rows.find(covers) ?? null;
}

/** True from the day of the retirement on; `now` in milliseconds since the epoch. */
export function isSwitchedOff(row: RetiredVersions, now: number): boolean {
  return now >= startOfDay(row.since);
}
