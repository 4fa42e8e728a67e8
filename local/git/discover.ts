import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type FoundSource, foundArgs } from "./found.ts";
import { isPartialClone } from "./partial.ts";
import { type Git, GitError } from "./run.ts";

const MAX_DEPTH = 3;
const NEVER_ENTERED = new Set(["node_modules", ".git"]);

type Skipped = { dir: string; reason: string };
export type Discovery = { found: FoundSource[]; skipped: Skipped[] };

/** Finds the git repositories at and under `roots`, three folders deep; worktrees of one repository count once. */
export async function discover(git: Git, roots: readonly string[]): Promise<Discovery> {
  const missing = roots.filter((root) => !existsSync(root));
  const dirs = roots
    .filter((root) => existsSync(root))
    .flatMap((root) => [...candidates(realpathSync(resolve(root)), 0)]);
  const results: (FoundSource | Skipped)[] = [];
  for (const dir of new Set(dirs)) results.push(await inspect(git, dir));
  const sources = new Map<string, FoundSource>();
  for (const result of results) {
    if (!isSkipped(result) && !sources.has(result.commonDir)) sources.set(result.commonDir, result);
  }
  const skipped = missing.map((dir) => ({ dir, reason: "there is no such folder" }));
  return { found: [...sources.values()], skipped: [...skipped, ...results.filter(isSkipped)] };
}

function isSkipped(result: FoundSource | Skipped): result is Skipped {
  return "reason" in result;
}

function isRepository(dir: string): boolean {
  if (existsSync(join(dir, ".git"))) return true;
  return ["HEAD", "objects", "refs"].every((entry) => existsSync(join(dir, entry)));
}

function* candidates(dir: string, depth: number): Generator<string> {
  if (isRepository(dir)) {
    yield dir;
    return;
  }
  if (depth === MAX_DEPTH) return;
  for (const entry of listFolders(dir)) yield* candidates(join(dir, entry), depth + 1);
}

/** Real folders only: a symbolic link could lead anywhere, and a folder we may not read holds nothing for us. */
function listFolders(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !NEVER_ENTERED.has(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error) return [];
    throw error;
  }
}

/** Where the repository keeps its objects, or the reason why it cannot be served. */
async function inspect(git: Git, dir: string): Promise<FoundSource | Skipped> {
  if (isForeign(dir)) return { dir, reason: "it belongs to another user; run `chown` on it or copy it" };
  try {
    const path = await git.text({
      args: [...foundArgs({ dir }), "rev-parse", "--path-format=absolute", "--git-common-dir"],
    });
    const commonDir = realpathSync(path.replace(/\n$/, ""));
    const objectsDir = realpathSync(join(commonDir, "objects"));
    const reason = objectsDir.includes("\n") ? "its path holds a line break" : await unsupported(git, dir, commonDir);
    return reason ? { dir, reason } : { dir, commonDir, objectsDir };
  } catch (error) {
    if (error instanceof GitError) return { dir, reason: `git cannot read it (${firstLine(error.stderr)})` };
    return { dir, reason: "its git directory is incomplete" };
  }
}

function isForeign(dir: string): boolean {
  const me = process.getuid?.();
  const gitDir = join(dir, ".git");
  return me !== undefined && [dir, gitDir].some((path) => existsSync(path) && statSync(path).uid !== me);
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

async function unsupported(git: Git, dir: string, commonDir: string): Promise<string | null> {
  if (existsSync(join(commonDir, "shallow"))) return "it is a shallow clone; run `git fetch --unshallow` in it";
  if (existsSync(join(commonDir, "reftable"))) return "it keeps references in the reftable format";
  const format = await git.run({
    args: [...foundArgs({ dir }), "config", "--get", "extensions.objectformat"],
    okCodes: [0, 1],
  });
  if (/^sha256$/im.test(format.stdout.toString("utf8"))) return "it uses SHA-256 object names";
  return (await isPartialClone(git, dir)) ? "it is a partial clone; clone it again without `--filter`" : null;
}
