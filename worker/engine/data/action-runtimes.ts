/** Which Node.js each major version of an action is built for, and which of these GitHub's runners still have. */
import { startOfDay } from "./day.ts";

export interface NodeRuntime {
  /** As in `runs.using`. */
  readonly using: string;
  readonly label: string;
  /** First day on which runners warn about it, and day on which they lost it; ISO 8601, null while it stays. */
  readonly deprecated: string | null;
  readonly removed: string | null;
  readonly source: string;
  readonly seen: string;
}

export const NODE_RUNTIMES: readonly NodeRuntime[] = [
  {
    using: "node12",
    label: "Node.js 12",
    deprecated: "2022-09-22",
    removed: "2023-06-14",
    source:
      "https://github.blog/changelog/2022-09-22-github-actions-all-actions-will-begin-running-on-node16-instead-of-node12/",
    seen: "2026-11-21",
  },
  {
    using: "node16",
    label: "Node.js 16",
    deprecated: "2023-09-22",
    removed: "2024-11-12",
    source: "https://github.blog/changelog/2024-09-25-end-of-life-for-actions-node16/",
    seen: "2026-11-21",
  },
  {
    using: "node20",
    label: "Node.js 20",
    deprecated: "2025-09-19",
    removed: "2026-09-23",
    source: "https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/",
    seen: "2026-11-21",
  },
  {
    using: "node24",
    label: "Node.js 24",
    deprecated: null,
    removed: null,
    source: "https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/",
    seen: "2026-11-21",
  },
];

/**
 * Runtime by major version, as `runtime:first-last`. Source: `runs.using` in the `action.yml` of the version's tags, seen
 * 2026-11-21. Left out: majors that changed their runtime on the way, archived actions, and node20 actions without a successor.
 */
const ROWS = `
actions/checkout node12:1-2 node16:3 node20:4 node24:5-7
actions/setup-node node12:1-2 node16:3 node20:4 node24:5-7
actions/setup-python node12:1-2 node16:3-4 node20:5 node24:6-7
actions/setup-go node12:1-2 node16:3-4 node20:5 node24:6-7
actions/setup-java node12:1-2 node16:3 node20:4 node24:5
actions/setup-dotnet node12:1-2 node16:3 node20:4 node24:5-6
actions/cache node12:1-2 node16:3 node20:4 node24:5-6
actions/upload-artifact node12:2 node16:3 node20:4-5 node24:6-7
actions/download-artifact node12:2 node16:3 node20:4-6 node24:7-8
actions/github-script node12:1-4 node16:5-6 node20:7 node24:8-9
actions/labeler node12:2-3 node16:4 node20:5 node24:6-7
actions/stale node12:1-4 node16:5-8 node20:9 node24:10-11
actions/upload-pages-artifact composite:3-5
actions/deploy-pages node16:1-2 node20:3-4 node24:5
actions/configure-pages node16:1-3 node20:4-5 node24:6
actions/dependency-review-action node16:1-3 node20:4 node24:5
actions/create-github-app-token node20:1-2 node24:3
docker/build-push-action node12:2 node16:3-4 node20:5-6 node24:7
docker/login-action node12:1 node16:2 node20:3 node24:4
docker/setup-buildx-action node12:1 node16:2 node20:3 node24:4
docker/setup-qemu-action node12:1 node16:2 node20:3 node24:4
docker/metadata-action node12:1-3 node16:4 node20:5 node24:6
docker/bake-action node12:1 node16:2-3 node20:4-6 node24:7
golangci/golangci-lint-action node12:1-2 node16:3 node20:4-8 node24:9
goreleaser/goreleaser-action node12:1-2 node16:3-4 node20:5-6 node24:7
softprops/action-gh-release node20:2 node24:3
peter-evans/create-pull-request node12:1-3 node16:4-5 node20:6-7 node24:8
dorny/paths-filter node12:1-2 node20:3 node24:4
aws-actions/configure-aws-credentials node16:2-3 node20:4-5 node24:6
google-github-actions/auth node16:1 node20:2 node24:3
google-github-actions/setup-gcloud node16:1 node20:2 node24:3
hashicorp/setup-terraform node12:1 node16:2 node20:3 node24:4
cypress-io/github-action node12:2-3 node16:4-5 node20:6 node24:7
github/codeql-action node12:1 node16:2 node20:3 composite:4
codecov/codecov-action node12:1 node16:2-3 node20:4 composite:5-7
nrwl/nx-set-shas node16:3 node20:4 node24:5
`;

type Majors = ReadonlyMap<number, string>;

/** By `owner/repo` in lower case: the runtime of each known major version. */
export const ACTION_RUNTIMES: ReadonlyMap<string, Majors> = new Map(
  ROWS.trim()
    .split("\n")
    .map((line): [string, Majors] => {
      const [action = "", ...ranges] = line.split(" ");
      return [action, new Map(ranges.flatMap(readRange))];
    }),
);

function readRange(range: string): [number, string][] {
  const [using = "", span = ""] = range.split(":");
  const [first = 0, last = first] = span.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => [first + index, using]);
}

/** `gone`: runners no longer have it. `going`: they warn. `fine`: neither, or no Node.js at all. */
export type RuntimeState = "gone" | "going" | "fine";

/** What has become of a runtime at a moment, milliseconds since the epoch. */
export function runtimeState(using: string, now: number): RuntimeState {
  const row = NODE_RUNTIMES.find((candidate) => candidate.using === using.toLowerCase());
  if (row?.removed && now >= startOfDay(row.removed)) return "gone";
  return row?.deprecated && now >= startOfDay(row.deprecated) ? "going" : "fine";
}

export function runtimeRow(using: string): NodeRuntime | undefined {
  return NODE_RUNTIMES.find((candidate) => candidate.using === using.toLowerCase());
}

/** Major versions above one that run on a runtime nobody takes away, lowest first. */
export function majorsOnFineRuntime(action: string, above: number, now: number): number[] {
  return [...(ACTION_RUNTIMES.get(action) ?? [])]
    .filter(([major, using]) => major > above && runtimeState(using, now) === "fine")
    .map(([major]) => major)
    .sort((a, b) => a - b);
}
