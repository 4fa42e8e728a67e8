import { parse as parseJsonc } from "jsonc-parser";
import type { Folder } from "../folder.ts";
import { record, text } from "../read-value.ts";
import { json5AsJson } from "./json5.ts";

/** One `package.json` and what stands beside it. */
export interface NodePackage {
  readonly folder: Folder;
  /** Name of the manifest in its folder. */
  readonly file: string;
  /** Empty where the manifest does not parse, or was not read. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly isBroken: boolean;
  readonly scripts: ReadonlyMap<string, string>;
  /** What is installed to run it: range by name. */
  readonly production: ReadonlyMap<string, string>;
  /** What is installed at all; peers are the user's to install and no part of it. */
  readonly installed: ReadonlyMap<string, string>;
}

const MANIFESTS = ["package.json", "package.json5"];

/** Name of the manifest in a folder; null without one. */
export function manifestOf(folder: Folder): string | null {
  return folder.first(...MANIFESTS);
}

/** Reads the manifest of a folder; null without one. */
export function readPackage(folder: Folder): NodePackage | null {
  const file = manifestOf(folder);
  if (file === null) return null;
  const value = file === "package.json" ? folder.json(file) : readJson5(folder, file);
  const manifest = record(value);
  const production = new Map([...ranges(manifest.dependencies), ...ranges(manifest.optionalDependencies)]);
  const installed = new Map([...ranges(manifest.devDependencies), ...production]);
  const isBroken = folder.file(file) !== null && !isMapping(value);
  return { folder, file, manifest, isBroken, scripts: ranges(manifest.scripts), production, installed };
}

function readJson5(folder: Folder, file: string): unknown {
  return folder.file(file) === null ? undefined : parseJsonc(json5AsJson(folder.text(file)), [], OPTIONS);
}

const OPTIONS = { allowTrailingComma: true };

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ranges(value: unknown): Map<string, string> {
  const entries = Object.entries(record(value)).flatMap(([name, range]) => {
    const written = text(range);
    return written === null ? [] : [[name, written] as const];
  });
  return new Map(entries);
}

/** The first of these that is installed; null when none is. */
export function installedOf(node: NodePackage, names: readonly string[]): string | null {
  return names.find((name) => node.installed.has(name)) ?? null;
}

/** Major version that a range begins with: 15 of `^15.2.0`; null for tags, aliases and addresses. */
export function majorOf(node: NodePackage, name: string): number | null {
  const digits = /^(?:npm:@?[^@]+@)?[\^~>=v\s]*(\d+)(?:[.\sx-]|$)/.exec(node.installed.get(name) ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Name of a configuration file in the folder, whatever its ending: `vite.config` finds `vite.config.ts`. */
export function configOf(folder: Folder, stem: string): string | null {
  return folder.first(...CONFIG_ENDINGS.map((ending) => `${stem}.${ending}`));
}

const CONFIG_ENDINGS = ["js", "ts", "mjs", "mts", "cjs", "cts", "json", "jsonc"];

/** Where a key stands in the manifest: the pattern of its first line. */
export function keyPattern(key: string): RegExp {
  return new RegExp(`"?${key.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}"?\\s*:`);
}
