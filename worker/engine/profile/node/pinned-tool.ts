import { Folder } from "../folder.ts";
import { text, texts, valueAt } from "../read-value.ts";

/** A version of a tool that a file for version managers names. */
export interface Pin {
  readonly version: string;
  readonly folder: Folder;
  readonly file: string;
  /** What the line of evidence contains. */
  readonly needle: string;
}

const TOML_FILES = ["mise.toml", ".mise.toml", ".config/mise.toml", ".prototools"];

/** The version of a tool in the files of asdf, mise and proto in one folder; null where they name none, or only `latest`. */
export function pinnedTool(folder: Folder, tool: string): Pin | null {
  const asdf = new RegExp(`^${tool}[ \\t]+(\\S+)`, "m").exec(folder.text(".tool-versions"))?.[1];
  if (asdf !== undefined && isVersion(asdf)) return pin(folder, ".tool-versions", [asdf, tool]);
  for (const file of TOML_FILES) {
    const tools = file === ".prototools" ? folder.toml(file) : valueAt(folder.toml(file), "tools");
    const version = [tool, `npm:${tool}`].map((key) => tomlVersion(valueAt(tools, key))).find((each) => each !== null);
    if (version && isVersion(version)) return pin(folder, file, [version, tool]);
  }
  return null;
}

function pin(folder: Folder, file: string, [version, needle]: readonly [string, string]): Pin {
  return { version: version.replace(/^v(?=\d)/, ""), folder, file, needle };
}

/** `"22"`, `["22", "20"]`, `{ version = "22" }`. */
function tomlVersion(value: unknown): string | null {
  return text(value) ?? texts(value)[0] ?? text(valueAt(value, "version"));
}

function isVersion(version: string): boolean {
  return /^v?\d/.test(version);
}

/** The folder and those around it, the root last: version files count for what is below them. */
export function withParents(folder: Folder): readonly Folder[] {
  const parts = folder.path === "." ? [] : folder.path.split("/");
  const parents = parts.map((_, index) => parts.slice(0, parts.length - 1 - index).join("/") || ".");
  return [folder, ...parents.map((path) => new Folder(folder.repository, path, []))];
}

/** The nearest pin of a tool, in the folder or around it. */
export function nearestPin(folder: Folder, tool: string): Pin | null {
  for (const each of withParents(folder)) {
    const found = pinnedTool(each, tool);
    if (found) return found;
  }
  return null;
}
