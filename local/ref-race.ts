import { ZERO_SHA } from "./events.ts";
import { writeRef } from "./git/update-ref.ts";
import type { LocalC } from "./github/env.ts";

function refOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && "ref" in parsed ? String(parsed.ref) : "";
  } catch {
    return "";
  }
}

/** Lets someone else create the branch that this request is about to create, at the head of the default branch. */
export async function raceForRef(c: LocalC): Promise<void> {
  const { local } = c.var;
  const [, , owner = "", name = ""] = c.req.path.split("/");
  const repo = local.repos.find(owner, name);
  const ref = refOf(await c.req.text());
  const head = repo?.view.refs.get(`refs/heads/${repo.record.defaultBranch}`);
  if (!repo || !head || !ref.startsWith("refs/heads/") || repo.view.refs.has(ref)) return;
  const written = await writeRef(repo.view, { ref, before: ZERO_SHA, after: head });
  if (written.ok) local.repos.wrote({ repo, changes: written.changes, user: null });
}
