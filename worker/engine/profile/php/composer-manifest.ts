import type { ComponentDraft, Proof } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { record, text, texts, valueAt } from "../read-value.ts";

export const MANIFEST = "composer.json";
export const LOCKFILE = "composer.lock";

/** A package or an extension (`ext-intl`) that `composer.json` requires. */
interface ComposerPackage {
  readonly name: string;
  readonly isDev: boolean;
}

/** What is known of a PHP project before its commands are. */
export interface PhpProject {
  readonly folder: Folder;
  readonly draft: ComponentDraft;
  /** Parsed `composer.json`; undefined without one. */
  readonly manifest: unknown;
  readonly packages: readonly ComposerPackage[];
}

export function phpProject(draft: ComponentDraft): PhpProject {
  const { folder } = draft;
  const manifest = folder.json(MANIFEST);
  const named = (key: string, isDev: boolean) =>
    Object.keys(record(valueAt(manifest, key))).map((name) => ({ name: name.toLowerCase(), isDev }));
  const packages = folder.isBroken(MANIFEST)
    ? inBroken(folder.text(MANIFEST))
    : [...named("require", false), ...named("require-dev", true)];
  return { folder, draft, manifest, packages };
}

/** What a manifest that does not parse still tells: packages with their versions, one a line. */
function inBroken(manifest: string): ComposerPackage[] {
  const lines = manifest.matchAll(/"((?:[a-z0-9_.-]+\/[a-z0-9_.-]+)|ext-\w+)"\s*:\s*"[^"\n]*\d[^"\n]*"/gi);
  return [...lines].map(([, name = ""]) => ({ name: name.toLowerCase(), isDev: false }));
}

/** Where the first of these packages is required; null where none is. */
export function required({ draft, packages }: PhpProject, ...names: readonly string[]): Proof | null {
  const name = names.find((each) => packages.some((known) => known.name === each));
  return name === undefined ? null : draft.proof(MANIFEST, `"${name}"`);
}

/** A program that Composer installs, as the shell calls it. */
export function vendorBin({ manifest }: PhpProject, name: string): string {
  const folder = text(valueAt(manifest, "config", "bin-dir")) ?? "vendor/bin";
  return `${folder.replace(/\/$/, "")}/${name}`;
}

/** Scripts of `composer.json`, a list of commands as lines. */
export function scriptsOf({ manifest }: PhpProject): ReadonlyMap<string, string> {
  const scripts = Object.entries(record(valueAt(manifest, "scripts")));
  return new Map(scripts.map(([name, body]) => [name, text(body) ?? texts(body).join("\n")]));
}
