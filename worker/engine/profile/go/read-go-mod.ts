import type { Folder } from "../folder.ts";
import type { Dependency } from "../mark-dependencies.ts";

export interface GoModule {
  readonly module: string;
  /** What the module itself asks for; what only its dependencies need is left out. */
  readonly requires: readonly Dependency[];
  /** Import paths of `tool` lines: programs that `go tool` runs. */
  readonly tools: readonly string[];
}

interface GoEntry {
  readonly entry: string;
  /** 1-based. */
  readonly line: number;
}

/** Entries of `require`, `tool` or `use`, in blocks and in their one-line form. */
export function goEntries(text: string, keyword: string): GoEntry[] {
  let block: string | null = null;
  return text.split("\n").flatMap((written, index) => {
    const line = written.trim();
    const inside = block;
    if (line.startsWith(")")) block = null;
    else if (inside === null) block = /^(\w+)\s*\((?!.*\))/.exec(line)?.[1] ?? null;
    const entry = entryOf(line, inside, keyword);
    return entry === "" || /^(?:\/\/|\(|\))/.test(entry) ? [] : [{ entry, line: index + 1 }];
  });
}

function entryOf(line: string, inside: string | null, keyword: string): string {
  if (inside !== null) return inside === keyword ? line : "";
  const rest = line.slice(keyword.length);
  return line.startsWith(keyword) && /^[ \t]/.test(rest) ? rest.trim() : "";
}

/** Null for a file that is missing, was not read, or names no module. */
export function readGoMod(folder: Folder, name = "go.mod"): GoModule | null {
  const text = folder.text(name);
  const module = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  if (module === undefined) return null;
  const requires = [...goEntries(text, "require")].flatMap(({ entry, line }) => {
    const [path = ""] = entry.replaceAll('"', "").split(/\s/);
    return /\/\/\s*indirect\b/.test(entry) ? [] : [{ name: path, path: folder.at(name), line, isTest: false }];
  });
  const tools = [...goEntries(text, "tool")].map(({ entry }) => entry.split(/\s/)[0] ?? "");
  return { module, requires, tools };
}
