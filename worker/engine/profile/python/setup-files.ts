import type { Folder } from "../folder.ts";
import { dependencyOf, type PythonDependency } from "./dependency.ts";

/** What `setup.cfg` and `setup.py` install. The latter is a program: only lists that it writes out are read. */
export function setupDependencies(folder: Folder, prefix: string): PythonDependency[] {
  return [...setupCfg(folder, `${prefix}setup.cfg`), ...setupPy(folder, `${prefix}setup.py`)];
}

/** Extras that `setup.cfg` or `setup.py` define. */
export function setupExtras(folder: Folder): string[] {
  const all = setupDependencies(folder, "").flatMap(({ group }) => group ?? []);
  return [...new Set(all)];
}

function setupCfg(folder: Folder, file: string): PythonDependency[] {
  let section = "";
  let key = "";
  return folder
    .text(file)
    .split(/\r?\n/)
    .flatMap((line) => {
      const entry = /^([\w.-]+)[ \t]*=[ \t]*(.*)$/.exec(line);
      section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section;
      key = entry?.[1] ?? key;
      const value = entry?.[2] ?? /^[ \t]+([^\s#].*)$/.exec(line)?.[1] ?? "";
      return value === "" ? [] : cfgRequirement(value, { file, section, key });
    });
}

function cfgRequirement(
  value: string,
  { file, section, key }: { readonly file: string; readonly section: string; readonly key: string },
): PythonDependency[] {
  if (section === "options.extras_require") return dependencyOf(value, { file, scope: "extra", group: key });
  const isRequired = section === "options" && key === "install_requires";
  return isRequired ? dependencyOf(value, { file, scope: "runtime", group: null }) : [];
}

function setupPy(folder: Folder, file: string): PythonDependency[] {
  const program = folder.text(file);
  const required = bracketed(program, /\binstall_requires\s*=\s*\[/.exec(program));
  const extras = /\bextras_require\s*=\s*\{([^}]*)/.exec(program)?.[1] ?? "";
  const lists = [...extras.matchAll(/["']([\w.-]+)["']\s*:\s*\[/g)].slice(0, MOST_EXTRAS);
  return [
    ...quoted(required).flatMap((line) => dependencyOf(line, { file, scope: "runtime", group: null })),
    ...lists.flatMap((match) =>
      quoted(bracketed(extras, match)).flatMap((line) =>
        dependencyOf(line, { file, scope: "extra", group: match[1] ?? "" }),
      ),
    ),
  ];
}

const MOST_EXTRAS = 100;
const LONGEST_LIST = 10_000;

/** What stands between the bracket that a match ends with and the one that closes it. */
function bracketed(text: string, match: RegExpExecArray | null): string {
  if (!match) return "";
  const start = match.index + match[0].length;
  let depth = 1;
  for (let at = start; at < Math.min(text.length, start + LONGEST_LIST); at += 1) {
    if (text[at] === "[") depth += 1;
    if (text[at] === "]") depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  return "";
}

function quoted(list: string): string[] {
  return [...list.matchAll(/["']([^"'\n]+)["']/g)].map(([, line = ""]) => line);
}
