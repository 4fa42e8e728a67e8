import { at, entries, isMap, type Tree } from "../structure/tree.ts";

const READ = 1;
const RANK = new Map([
  ["none", 0],
  ["read", READ],
  ["write", 2],
]);
/** More than any level: what is not known may be everything. */
const UNKNOWN = 3;

/** Rights of a job: `all` for scopes that are not named; null where the repository's settings decide. */
interface Rights {
  readonly all: number | null;
  readonly scopes: ReadonlyMap<string, number>;
}

const DEFAULT: Rights = { all: null, scopes: new Map() };

/** Scopes that a job of the changed workflow has more of than before, as `job scope`. A job that is new had none. */
export function raisedPermissions(before: Tree | null, after: Tree | null): string[] {
  const top = [rightsOf(at(before ?? undefined, "permissions")), rightsOf(at(after ?? undefined, "permissions"))];
  const raised = raises(top[0] ?? DEFAULT, top[1] ?? DEFAULT).map((scope) => `permissions ${scope}`);
  const jobs = entries(at(after ?? undefined, "jobs")).flatMap(([id, job]) => {
    const old = at(before ?? undefined, "jobs", id);
    const was = old === undefined ? NOTHING : (rightsOf(at(old, "permissions")) ?? top[0] ?? DEFAULT);
    const is = rightsOf(at(job, "permissions")) ?? top[1] ?? DEFAULT;
    return (old === undefined && is.all === null ? [] : raises(was, is)).map((scope) => `${id} ${scope}`);
  });
  return [...raised, ...jobs];
}

const NOTHING: Rights = { all: READ, scopes: new Map() };

function rightsOf(tree: Tree | undefined): Rights | null {
  if (tree === undefined) return null;
  if (isMap(tree)) {
    return { all: 0, scopes: new Map([...tree].map(([scope, level]) => [scope, RANK.get(String(level)) ?? UNKNOWN])) };
  }
  if (tree === "read-all") return { all: READ, scopes: new Map() };
  return { all: tree === null || tree === "" ? 0 : UNKNOWN, scopes: new Map() };
}

function raises(was: Rights, is: Rights): string[] {
  const names = new Set([...was.scopes.keys(), ...is.scopes.keys()]);
  const scopes = [...names].filter((name) => levelOf(is, name) > levelOf(was, name, READ));
  const isWider = (is.all ?? UNKNOWN) > (was.all ?? UNKNOWN);
  return isWider ? ["all", ...scopes] : scopes;
}

/** What the repository's settings give is not known: at best reading, at worst everything. */
function levelOf({ all, scopes }: Rights, name: string, unknown = UNKNOWN): number {
  return scopes.get(name) ?? all ?? unknown;
}
