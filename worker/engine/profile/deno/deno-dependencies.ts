import type { Folder } from "../folder.ts";
import { readEntries } from "../node/entry-imports.ts";
import { type NodePackage, readPackage } from "../node/node-package.ts";
import { record, text, valueAt } from "../read-value.ts";
import { denoConfigOf, readTasks } from "./deno-project.ts";

/** A Deno project in the words of a package: what its import map, its `package.json` and the imports of its first files name. */
export function asPackage(folder: Folder): NodePackage {
  const own = readPackage(folder);
  const file = denoConfigOf(folder) ?? own?.file ?? "deno.lock";
  const value = folder.json(file);
  const imports = importedNames(folder, value);
  const none: NodePackage = {
    folder,
    file,
    manifest: {},
    isBroken: false,
    scripts: new Map(),
    production: new Map(),
    installed: new Map(),
  };
  const base = own ?? none;
  const production = new Map([...base.production, ...imports]);
  const installed = new Map([...base.installed, ...imports]);
  const shell: NodePackage = {
    ...base,
    file,
    isBroken: folder.isBroken(file),
    scripts: readTasks(folder),
    production,
    installed,
  };
  const urls = urlImports(shell);
  return { ...shell, production: new Map([...production, ...urls]), installed: new Map([...installed, ...urls]) };
}

/** Names on the left of the import map, and the packages on its right. */
function importedNames(folder: Folder, config: unknown): ReadonlyMap<string, string> {
  const mapFile = text(valueAt(config, "importMap"))?.replace(/^\.\//, "");
  const outer = mapFile === undefined ? undefined : valueAt(folder.json(mapFile), "imports");
  const entries = Object.entries({ ...record(outer), ...record(valueAt(config, "imports")) });
  const names = entries.flatMap(([key, value]) => {
    const target = text(value) ?? "";
    const [, name, range = "*"] = /^(?:npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?/.exec(target) ?? [];
    const module = moduleOf(target);
    return [
      [key.replace(/\/$/, ""), range] as const,
      ...(name === undefined ? [] : [[name, range] as const]),
      ...(module === null ? [] : [[module, "*"] as const]),
    ];
  });
  return new Map(names);
}

/** `oak` of `https://deno.land/x/oak@v12.6.1/mod.ts`. */
function moduleOf(address: string): string | null {
  return /^https:\/\/(?:deno\.land\/x|esm\.sh|cdn\.skypack\.dev)\/((?:@[^/@]+\/)?[\w.$-]+)/.exec(address)?.[1] ?? null;
}

/** What the first files of the project import by address alone. */
function urlImports(node: NodePackage): ReadonlyMap<string, string> {
  const texts = [...readEntries(node), "deps.ts", "mod.ts"].map((name) => node.folder.text(name));
  const specifiers = texts.flatMap((source) =>
    [...source.matchAll(/["']((?:https:|npm:|jsr:)[^"'\s]+)["']/g)].map(([, found]) => found ?? ""),
  );
  return new Map(
    specifiers.flatMap((specifier) => {
      const name = /^(?:npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? moduleOf(specifier);
      return name === null ? [] : [[name, "*"] as const];
    }),
  );
}
