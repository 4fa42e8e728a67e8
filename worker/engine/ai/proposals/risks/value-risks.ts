import type { CiFile } from "../structure/ci-file.ts";
import { at, entries, type Tree } from "../structure/tree.ts";
import { raisedPermissions } from "./permission-risks.ts";
import { hostsOf, storedNames, valuesUnder } from "./references.ts";
import { type FoundRisk, textRisks } from "./text-risks.ts";

const CODE_KEYS = new Set(["uses", "image", "orbs", "include", "extends", "component", "remote", "project", "FROM"]);

/** What the values of a changed file bring in, wherever they stand. */
export function valueRisks(before: CiFile, after: CiFile): FoundRisk[] {
  const [old, now] = [before.tree ?? undefined, after.tree ?? undefined];
  const risks: FoundRisk[] = textRisks(old, now);
  if (after.kind === "workflow" && raisedPermissions(before.tree, after.tree).length > 0) {
    risks.push({ kind: "permission_raised", message: "It gives the token of a job more rights." });
  }
  if (hasNew(hostsOf(old), hostsOf(now))) risks.push({ kind: "host", message: "It names a host that was not there." });
  if (hasNew(valuesUnder(old, CODE_KEYS), valuesUnder(now, CODE_KEYS))) {
    risks.push({ kind: "action", message: "It uses an action, an image or a template that was not there." });
  }
  for (const name of newNames(before, after)) {
    const isSecret = name.startsWith("secrets.");
    risks.push(
      isSecret
        ? { kind: "secret", message: "It hands a secret to a job that did not have it." }
        : { kind: "variable", message: "It hands a stored variable to a job that did not have it." },
    );
  }
  return risks;
}

function hasNew(old: ReadonlySet<string>, now: ReadonlySet<string>): boolean {
  return [...now].some((value) => !old.has(value));
}

/** Secrets and variables by job: one that moves to another job is new there. */
function newNames({ tree: old, kind }: CiFile, { tree: now }: CiFile): string[] {
  const parts = kind === "workflow" || kind === "circleci" ? partsOf(now) : [now ?? undefined];
  return parts.flatMap((part, index) => {
    const key = kind === "workflow" || kind === "circleci" ? keysOf(now)[index] : undefined;
    const was = key === undefined ? (old ?? undefined) : partAt(old, key);
    const known = storedNames(was);
    return [...storedNames(part)].filter((name) => !known.has(name));
  });
}

/** Top-level keys and the jobs, each with its way. */
function keysOf(tree: Tree | null): (readonly string[])[] {
  return entries(tree ?? undefined).flatMap(([key, value]) =>
    key === "jobs" ? entries(value).map(([job]) => [key, job]) : [[key]],
  );
}

function partsOf(tree: Tree | null): (Tree | undefined)[] {
  return keysOf(tree).map((key) => partAt(tree, key));
}

function partAt(tree: Tree | null, key: readonly string[]): Tree | undefined {
  return at(tree ?? undefined, ...key);
}
