import { decodeUtf8, splitRecords } from "./tree.ts";
import type { View } from "./view.ts";

/** `date` is ISO 8601 in UTC, without milliseconds. */
export type Signature = { name: string; email: string; date: string };

export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
};

const SEPARATOR = "\u0001";
const FORMAT = `--format=${["%H", "%T", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%B"].join("%x01")}`;
const COMMIT_WEIGHT = 2000;
const MS_PER_SECOND = 1000;

export type LogQuery = {
  path?: string;
  author?: string;
  /** ISO 8601 instants. */
  since?: string;
  until?: string;
};

function filters({ author, since, until }: LogQuery): string[] {
  return [
    ...(author ? ["--fixed-strings", `--author=${author}`] : []),
    ...(since ? [`--since=${since}`] : []),
    ...(until ? [`--until=${until}`] : []),
  ];
}

function paths({ path }: LogQuery): string[] {
  return ["--", ...(path ? [path] : [])];
}

/** Commits reachable from `sha`, a full one, newest first. */
export function listCommits(
  view: View,
  sha: string,
  { skip, count, ...query }: LogQuery & { skip: number; count: number },
): Promise<Commit[]> {
  const args = [`--skip=${skip}`, `--max-count=${count}`, ...filters(query), sha, ...paths(query)];
  const weigh = (commits: readonly Commit[]) => commits.reduce((sum, commit) => sum + weightOf(commit), COMMIT_WEIGHT);
  return view.cache.through(`log:${JSON.stringify(args)}`, weigh, () => log(view, args));
}

function weightOf({ message }: Commit): number {
  return COMMIT_WEIGHT + message.length * 2;
}

/** How many commits `listCommits` could give in all. */
export function countCommits(view: View, sha: string, query: LogQuery): Promise<number> {
  const args = ["rev-list", "--count", ...filters(query), sha, ...paths(query)];
  const weigh = () => COMMIT_WEIGHT;
  return view.cache.through(`count:${JSON.stringify(args)}`, weigh, async () =>
    Number(await view.git.text({ dir: view.dir, args })),
  );
}

/** Commits on `head` and not on `base`, oldest first, at most `count`. */
export async function commitsBetween(view: View, range: { base: string; head: string; count: number }) {
  const commits = await log(view, [`--max-count=${range.count}`, `${range.base}..${range.head}`, "--"]);
  return commits.toReversed();
}

/** One commit by its full SHA, kept in memory. Throws `GitError` when it is not there. */
export function readCommit(view: View, sha: string): Promise<Commit> {
  return view.cache.through(`commit:${sha}`, weightOf, async () => {
    const [commit] = await log(view, ["--max-count=1", sha, "--"]);
    if (!commit) throw new Error(`Commit ${sha} was not printed.`);
    return commit;
  });
}

async function log(view: View, args: string[]): Promise<Commit[]> {
  const options = ["log", "-z", "--no-color", "--no-show-signature", "--no-mailmap", FORMAT];
  const { stdout } = await view.git.run({ dir: view.dir, args: [...options, ...args] });
  return [...splitRecords(stdout)].map(parseCommit);
}

function parseCommit(record: Buffer): Commit {
  const text = decodeUtf8(record) ?? record.toString("latin1");
  const fields = text.split(SEPARATOR);
  const [sha = "", tree = "", parents = "", an = "", ae = "", at = "", cn = "", ce = "", ct = "", ...message] = fields;
  return {
    sha,
    tree,
    parents: parents === "" ? [] : parents.split(" "),
    author: { name: an, email: ae, date: isoDate(at) },
    committer: { name: cn, email: ce, date: isoDate(ct) },
    message: message.join(SEPARATOR).replace(/\n+$/, ""),
  };
}

function isoDate(seconds: string): string {
  const date = new Date(Number(seconds) * MS_PER_SECOND);
  return Number.isNaN(date.getTime()) ? "1970-01-01T00:00:00Z" : `${date.toISOString().slice(0, 19)}Z`;
}
