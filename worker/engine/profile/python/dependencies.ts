import type { Folder } from "../folder.ts";
import { record, text, texts, valueAt } from "../read-value.ts";
import { condaRequirements } from "./conda.ts";
import { dependencyOf, type Place, type PythonDependency } from "./dependency.ts";
import { normalName } from "./requirement.ts";
import { requirementFiles, requirementLines } from "./requirement-files.ts";
import { setupDependencies } from "./setup-files.ts";

/** All dependencies that the manifests of a folder name; `prefix` leads to a folder below (`packages/core/`), or is empty. */
export function readDependencies(folder: Folder, prefix = ""): PythonDependency[] {
  const pyproject = `${prefix}pyproject.toml`;
  const value = folder.toml(pyproject);
  const own = [
    ...projectTable(value, pyproject),
    ...poetryTable(value, pyproject),
    ...toolTables(value, pyproject),
    ...(folder.isBroken(pyproject) ? fromText(folder.text(pyproject), pyproject) : []),
    ...pipfile(folder, `${prefix}Pipfile`),
    ...setupDependencies(folder, prefix),
  ];
  if (prefix !== "") return own;
  const lines = requirementFiles(folder).flatMap(({ name, role }) =>
    requirementLines(folder, name).flatMap((line) =>
      dependencyOf(line.text, { file: line.name, scope: role, group: null }),
    ),
  );
  const conda = condaRequirements(folder).flatMap((line) =>
    dependencyOf(line.text, { file: line.name, scope: "runtime", group: null }),
  );
  return [...own, ...lines, ...conda];
}

function many(value: unknown, place: Place): PythonDependency[] {
  return texts(value).flatMap((line) => dependencyOf(line, place));
}

function groups(value: unknown, place: Omit<Place, "group">): PythonDependency[] {
  return Object.entries(record(value)).flatMap(([group, list]) => many(list, { ...place, group }));
}

/** PEP 621 and PEP 735. */
function projectTable(value: unknown, file: string): PythonDependency[] {
  return [
    ...many(valueAt(value, "project", "dependencies"), { file, scope: "runtime", group: null }),
    ...groups(valueAt(value, "project", "optional-dependencies"), { file, scope: "extra" }),
    ...groups(valueAt(value, "dependency-groups"), { file, scope: "dev" }),
  ];
}

function poetryTable(value: unknown, file: string): PythonDependency[] {
  const poetry = valueAt(value, "tool", "poetry");
  const groupTables = Object.entries(record(valueAt(poetry, "group")));
  return [
    ...table(valueAt(poetry, "dependencies"), { file, scope: "runtime", group: null }),
    ...table(valueAt(poetry, "dev-dependencies"), { file, scope: "dev", group: "dev" }),
    ...groupTables.flatMap(([group, each]) =>
      table(valueAt(each, "dependencies"), { file, scope: group === "main" ? "runtime" : "dev", group }),
    ),
  ];
}

/** Names as keys, as Poetry and Pipenv write them. */
function table(value: unknown, place: Place): PythonDependency[] {
  return Object.entries(record(value)).flatMap(([key, detail]) => {
    if (key === "python" || !/^[\w.-]+$/.test(key)) return [];
    const spec = text(detail) ?? text(valueAt(detail, "version")) ?? "";
    const isOptional = valueAt(detail, "optional") === true;
    const needle = new RegExp(`^["']?${key.replaceAll(".", "\\.")}["']?[ \\t]*=`, "m");
    const scope = isOptional ? "extra" : place.scope;
    return [{ name: normalName(key), extras: texts(valueAt(detail, "extras")), spec, needle, ...place, scope }];
  });
}

function toolTables(value: unknown, file: string): PythonDependency[] {
  const environments = Object.entries(record(valueAt(value, "tool", "hatch", "envs")));
  return [
    ...many(valueAt(value, "tool", "uv", "dev-dependencies"), { file, scope: "dev", group: "dev" }),
    ...groups(valueAt(value, "tool", "pdm", "dev-dependencies"), { file, scope: "dev" }),
    ...environments.flatMap(([group, environment]) =>
      [valueAt(environment, "dependencies"), valueAt(environment, "extra-dependencies")].flatMap((list) =>
        many(list, { file, scope: "dev", group }),
      ),
    ),
  ];
}

function pipfile(folder: Folder, file: string): PythonDependency[] {
  const value = folder.toml(file);
  if (folder.isBroken(file)) return fromText(folder.text(file), file);
  return [
    ...table(valueAt(value, "packages"), { file, scope: "runtime", group: null }),
    ...table(valueAt(value, "dev-packages"), { file, scope: "dev", group: "dev" }),
  ];
}

/** What a manifest that does not parse still tells: quoted requirements, one a line. */
function fromText(manifest: string, file: string): PythonDependency[] {
  const place = { file, scope: "runtime", group: null } as const;
  const quoted = [
    ...manifest.matchAll(
      /^[^\n=#]*["']([A-Za-z0-9][\w.-]*(?:\[[\w, -]*\])?[ \t]*[<>=~!][^"'\n]*|[A-Za-z][\w.-]*)["']/gm,
    ),
  ];
  const keys = [...manifest.matchAll(/^([A-Za-z][\w.-]*)[ \t]*=[ \t]*(?:["'][\^~<>=*\d]|\{[^\n]*version)/gm)];
  return [...quoted, ...keys]
    .flatMap((match) => dependencyOf(match[1] ?? "", place))
    .filter(({ name }) => !NO_PACKAGE.test(name));
}

const NO_PACKAGE = /^(?:python|version|name|requires-python|description|line-length|target-version)$/;
