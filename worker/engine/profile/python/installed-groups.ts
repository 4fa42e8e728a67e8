import { record, text, valueAt } from "../read-value.ts";
import { isDevGroup, type PythonDependency } from "./dependency.ts";
import type { PythonProject } from "./python-project.ts";

/** True for a dependency that the install command installs: not every group and extra is asked for. */
export function isInstalled(
  { manager, pyproject }: Pick<PythonProject, "manager" | "pyproject">,
  { scope, group, file }: PythonDependency,
): boolean {
  if (manager === "hatch") return scope === "runtime" || group === "default";
  if (scope === "runtime" || group === null) return scope !== "extra";
  const isAll =
    manager === "poetry" || (manager === "uv" && valueAt(pyproject, "tool", "uv", "conflicts") === undefined);
  if (scope === "extra") return isAll || isDevGroup(group);
  if (!/(?:^|\/)pyproject\.toml$/.test(file)) return true;
  const isListed = record(valueAt(pyproject, "dependency-groups"))[group] !== undefined;
  return isListed ? isAll || manager === "pdm" || devGroups(pyproject).has(group) : isInTable(pyproject, group);
}

/** A group of a tool's own table: Poetry leaves optional ones out, and Hatch's are environments of its own. */
function isInTable(pyproject: unknown, group: string): boolean {
  if (valueAt(pyproject, "tool", "poetry", "group", group, "optional") === true) return isDevGroup(group);
  const isOwn = valueAt(pyproject, "tool", "hatch", "envs", group) === undefined;
  return isOwn || DEV_TABLES.some((keys) => valueAt(pyproject, ...keys, group) !== undefined);
}

/** Tables other than Hatch's with groups that are always installed. */
const DEV_TABLES: readonly (readonly string[])[] = [
  ["tool", "pdm", "dev-dependencies"],
  ["tool", "poetry", "group"],
];

/** Groups of PEP 735 for tests and checks, and those that they include. */
function devGroups(pyproject: unknown): ReadonlySet<string> {
  const groups = record(valueAt(pyproject, "dependency-groups"));
  const found = new Set(Object.keys(groups).filter(isDevGroup));
  for (const name of found) {
    const entries = groups[name];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const included = text(valueAt(entry, "include-group"));
      if (included !== null) found.add(included);
    }
  }
  return found;
}
