import { at, canonical, entries, isList, isMap, isScalar, type Tree, type TreeMap } from "./tree.ts";

export type FileKind = "workflow" | "action" | "gitlab" | "circleci" | "dependabot" | "dockerfile";

const SCRIPT_KEYS = new Set(["script", "before_script", "after_script"]);

/** One spelling for what the platform reads alike, so that only differences of meaning are left. */
export function normalForm(tree: Tree, kind: FileKind): Tree {
  if (kind === "workflow") return workflowForm(tree);
  if (kind === "gitlab") return gitlabForm(tree);
  return kind === "circleci" ? circleciForm(tree) : tree;
}

function workflowForm(tree: Tree): Tree {
  return mapKeys(tree, {
    on: triggersForm,
    concurrency: (value) => wrapped(value, "group"),
    jobs: (jobs) => mapValues(jobs, jobForm),
  });
}

function triggersForm(on: Tree): Tree {
  if (isMap(on)) return on;
  const events = isList(on) ? on : [on];
  return events.every((event) => typeof event === "string")
    ? new Map(events.map((event) => [String(event), null]))
    : on;
}

function jobForm(job: Tree): Tree {
  return mapKeys(job, {
    needs: listed,
    "runs-on": listed,
    environment: (value) => wrapped(value, "name"),
    container: (value) => wrapped(value, "image"),
    concurrency: (value) => wrapped(value, "group"),
  });
}

function gitlabForm(tree: Tree): Tree {
  if (isList(tree)) return tree.map(gitlabForm);
  if (!isMap(tree)) return tree;
  return new Map([...tree].map(([key, value]) => [key, SCRIPT_KEYS.has(key) ? scriptForm(value) : gitlabForm(value)]));
}

/** The lines of a job as its shell gets them. */
function scriptForm(value: Tree): Tree {
  if (isScalar(value)) return value === null ? null : String(value);
  return linesOf(value).join("\n");
}

function linesOf(value: Tree): string[] {
  if (isList(value)) return value.flatMap(linesOf);
  return [isScalar(value) ? String(value) : canonical(value)];
}

function circleciForm(tree: Tree): Tree {
  if (isList(tree)) return tree.map(circleciForm);
  if (!isMap(tree)) return tree;
  const isRun = (key: string, value: Tree) => key === "run" && typeof value === "string";
  return new Map(
    [...tree].map(([key, value]) => [key, isRun(key, value) ? wrapped(value, "command") : circleciForm(value)]),
  );
}

function listed(value: Tree): Tree {
  return isScalar(value) && value !== null ? [value] : value;
}

function wrapped(value: Tree, key: string): Tree {
  return isScalar(value) && value !== null ? new Map<string, Tree>([[key, value]]) : value;
}

function mapValues(tree: Tree, form: (value: Tree) => Tree): Tree {
  return isMap(tree) ? new Map(entries(tree).map(([key, value]) => [key, form(value)])) : tree;
}

function mapKeys(tree: Tree, forms: Readonly<Record<string, (value: Tree) => Tree>>): Tree {
  if (!isMap(tree)) return tree;
  const out = new Map<string, Tree>(tree);
  for (const [key, form] of Object.entries(forms)) {
    const value = at(tree, key);
    if (value !== undefined) out.set(key, form(value));
  }
  return out satisfies TreeMap;
}
