import type { Folder } from "../../folder.ts";
import { record, text, texts, valueAt } from "../../read-value.ts";

const PATH = "gradle/libs.versions.toml";

/** `gradle/libs.versions.toml`: what `libs.…` stands for in build files. */
export interface VersionCatalog {
  /** `group:artifact` of libraries, their aliases with dots. */
  readonly libraries: ReadonlyMap<string, string>;
  /** Identifiers of plugins. */
  readonly plugins: ReadonlyMap<string, string>;
  readonly versions: ReadonlyMap<string, string>;
  readonly bundles: ReadonlyMap<string, readonly string[]>;
}

export function readCatalog(folder: Folder): VersionCatalog {
  const catalog = folder.toml(PATH);
  return {
    libraries: entriesOf(valueAt(catalog, "libraries"), moduleOf),
    plugins: entriesOf(valueAt(catalog, "plugins"), pluginOf),
    versions: entriesOf(
      valueAt(catalog, "versions"),
      (value) => text(value) ?? text(valueAt(value, "strictly")) ?? text(valueAt(value, "require")),
    ),
    bundles: entriesOf(valueAt(catalog, "bundles"), (value) => texts(value).map(dotted)),
  };
}

/** Build files write the dashes and underscores of an alias as dots. */
export function dotted(alias: string): string {
  return alias.replaceAll(/[-_]/g, ".");
}

function entriesOf<T>(table: unknown, read: (value: unknown) => T | null): Map<string, T> {
  const found = new Map<string, T>();
  for (const [alias, value] of Object.entries(record(table))) {
    const entry = read(value);
    if (entry !== null) found.set(dotted(alias), entry);
  }
  return found;
}

/** `"group:artifact:version"`, `{ module = "group:artifact" }` or `{ group = …, name = … }`. */
function moduleOf(value: unknown): string | null {
  const written = text(value) ?? text(valueAt(value, "module"));
  if (written !== null) return written.split(":").slice(0, 2).join(":");
  const group = text(valueAt(value, "group"));
  const name = text(valueAt(value, "name"));
  return group !== null && name !== null ? `${group}:${name}` : null;
}

function pluginOf(value: unknown): string | null {
  return text(value)?.split(":")[0] ?? text(valueAt(value, "id"));
}
