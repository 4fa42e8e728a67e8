import type { View } from "./view.ts";

const FULL_SHA = /^[0-9a-f]{40}$/;
const SHORT_SHA = /^[0-9a-f]{7,39}$/;

export function isSha(text: string): boolean {
  return FULL_SHA.test(text);
}

/** True when the repository has no branch yet. */
export function isEmpty(view: View): boolean {
  return ![...view.refs.keys()].some((ref) => ref.startsWith("refs/heads/"));
}

/** What a branch, a tag (short or full name) or a SHA of 7 and more digits names; undefined for anything else. */
function candidates(view: View, name: string): string[] {
  const names = name.startsWith("refs/") ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
  const known = names.map((ref) => view.refs.get(ref)).filter((sha) => sha !== undefined);
  return FULL_SHA.test(name) || SHORT_SHA.test(name) ? [...known, name] : known;
}

/**
 * SHA of the commit or tree that `name` stands for. Git never sees the name itself, only a SHA, so `HEAD~5`, `@{u}` and
 * `--output=x` are simply not there. Null when nothing has that name.
 */
export async function resolveObject(view: View, name: string, type: "commit" | "tree"): Promise<string | null> {
  for (const sha of candidates(view, name)) {
    const resolved = await peel(view, sha, type);
    if (resolved) return resolved;
  }
  return null;
}

export function resolveCommit(view: View, name: string): Promise<string | null> {
  return resolveObject(view, name, "commit");
}

const PEEL_WEIGHT = 200;

/** What a SHA leads to never changes, so it is kept; that it leads nowhere may change, so it is not. */
function peel(view: View, sha: string, type: string): Promise<string | null> {
  const weigh = (found: string | null) => (found && isSha(sha) ? PEEL_WEIGHT : Number.POSITIVE_INFINITY);
  return view.cache.through(`peel:${type}:${sha}`, weigh, async () => {
    const { code, stdout } = await view.git.run({
      dir: view.dir,
      args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${sha}^{${type}}`],
      okCodes: [0, 1, 128],
    });
    return code === 0 ? stdout.toString("utf8").trim() : null;
  });
}
