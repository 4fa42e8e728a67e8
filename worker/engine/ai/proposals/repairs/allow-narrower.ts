import { at, canonical, entries, isList, isMap, isScalar, type Tree, textAt } from "../structure/tree.ts";
import type { Allow } from "./repair.ts";

/** A called workflow that got every secret gets those of these names, each under its own. */
export const namesSecrets: Allow = ({ before, after }) =>
  before === "inherit" &&
  isMap(after) &&
  entries(after).every(([name, value]) => value === `\${{ secrets.${name} }}` && /^[A-Za-z_]\w*$/.test(name));

const EXPRESSION = /\$\{\{([^{}]*|[^{}]*\{\d\}[^{}]*)\}\}/g;
const ALL_SECRETS = /toJSON\(\s*secrets\s*\)|secrets\s*\[/i;
/** A choice between secrets by name. */
const CHOICE = /^(?:\s|secrets\.[A-Za-z_]\w*|(?:matrix|inputs)\.[\w-]+|'[\w.-]*'|==|&&|\|\||[()])+$/;

/** Where an expression could read any secret it reads named ones; the text around stays. */
export const readsNamedSecrets: Allow = ({ before, after }) => {
  if (typeof before !== "string" || typeof after !== "string" || !ALL_SECRETS.test(before)) return false;
  const [old, now] = [[...before.matchAll(EXPRESSION)], [...after.matchAll(EXPRESSION)]];
  const isAround = before.split(EXPRESSION).length === after.split(EXPRESSION).length;
  const bare = (text: string) => text.replaceAll(EXPRESSION, "<>");
  return (
    isAround &&
    bare(before) === bare(after) &&
    old.every(([, inner = ""], index) => {
      const other = now[index]?.[1] ?? "";
      return inner === other || (ALL_SECRETS.test(inner) && CHOICE.test(other));
    })
  );
};

/** A version of numbers gets higher. */
export const raisesVersion: Allow = ({ way, before, after }) => {
  if (!isScalar(before) || !isScalar(after) || !/-version$/.test(way.at(-1) ?? "")) return false;
  const [old, now] = [numbersOf(before), numbersOf(after)];
  if (now === null) return false;
  if (old === null) return /^(?:latest|stable|current|node|lts\S*|\*)$/.test(String(before));
  const index = now.findIndex((number, at) => number !== (old[at] ?? 0));
  return index === -1 ? now.length > old.length : (now[index] ?? 0) > (old[index] ?? 0);
};

function numbersOf(value: Tree): number[] | null {
  const text = String(value)
    .replace(/^v/, "")
    .replace(/(?:\.x)+$/, "");
  return /^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(text) ? text.split(".").map(Number) : null;
}

/** The name of a cache says the system, the matrix and what the lockfiles hold. */
const CACHE_KEY =
  /^(?:[\w./-]|\$\{\{ ?(?:runner\.(?:os|arch)|matrix\.[\w-]+|github\.job|hashFiles\((?:'[\w./*-]+'(?:, ?)?)+\)) ?\}\})+$/;
const CIRCLECI_KEY = /^(?:[\w./-]|\{\{ ?(?:arch|\.Branch|\.Environment\.CACHE_VERSION|checksum "[\w./-]+") ?\}\})+$/;

export const namesCache: Allow = ({ before, after }) =>
  typeof before === "string" && typeof after === "string" && (CACHE_KEY.test(after) || CIRCLECI_KEY.test(after));

const ENTRY_KEYS = new Set([
  "package-ecosystem",
  "directory",
  "directories",
  "schedule",
  "cooldown",
  "open-pull-requests-limit",
]);

/** An ecosystem more is kept current: a folder, and how often it is looked at. */
export const watchesMore: Allow = ({ before, after }) => {
  const folders = at(after, "directories") ?? at(after, "directory");
  const paths = isList(folders) ? folders : [folders];
  const limit = at(after, "open-pull-requests-limit") ?? 5;
  return (
    before === undefined &&
    isMap(after) &&
    [...after.keys()].every((key) => ENTRY_KEYS.has(key)) &&
    /^[a-z-]{2,30}$/.test(textAt(after, "package-ecosystem")) &&
    paths.every((path) => typeof path === "string" && /^\/[\w./-]*$/.test(path)) &&
    /^\{"interval":"(?:daily|weekly|monthly|quarterly)"\}$/.test(canonical(at(after, "schedule"))) &&
    /^(?:|\{"default-days":[1-9]\d?\})$/.test(canonical(at(after, "cooldown"))) &&
    typeof limit === "number" &&
    limit >= 1 &&
    limit <= 20
  );
};

/** A filter that names a branch that is not there names the default branch. */
export const namesDefaultBranch: Allow = ({ before, after }, { repository, named }) => {
  const { defaultBranch } = repository.snapshot;
  const isMeant = named.some((text) => text.replaceAll(/["']/g, "") === before);
  return typeof before === "string" && isMeant && defaultBranch !== null && after === defaultBranch;
};

/** Pushes run it on the default branch alone, since pull requests run it too. */
export const limitsPushes: Allow = ({ before, after }, { repository, after: now }) => {
  const { defaultBranch } = repository.snapshot;
  const hasPullRequests = at(now.tree ?? undefined, "on", "pull_request") !== undefined;
  return before === null && hasPullRequests && canonical(after) === `{"branches":["${defaultBranch}"]}`;
};
