import { at, entries, items, scalarsOf, type Tree } from "./tree.ts";

/** True for a job that can change something outside: it has an environment, secrets or a token that writes, or deploys by its words. */
export function isPowerful(job: Tree | undefined): boolean {
  const permissions = at(job, "permissions");
  const writes = entries(permissions).some(([, level]) => level === "write") || permissions === "write-all";
  const isNamed = ["environment", "secrets", "id_tokens", "trigger"].some((key) => at(job, key) !== undefined);
  const texts = [...scalarsOf(job)].map(({ text }) => text);
  return writes || isNamed || texts.some((text) => /\bsecrets\b|\bdeploy|publish|release/i.test(text));
}

/** True for a CircleCI job that some workflow gives a context. */
export function hasContext(root: Tree | undefined, job: string): boolean {
  const uses = entries(at(root, "workflows")).flatMap(([, workflow]) => items(at(workflow, "jobs")));
  return uses.some((use) => at(use, job, "context") !== undefined);
}
