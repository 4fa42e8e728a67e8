/** The lines of a manifest that a pipeline rests on: what it runs and with which versions, not what the project is called. */
import { parseTree } from "jsonc-parser";
import type { SourceFile } from "../../model/source-file.ts";
import type { SentLine } from "../context.ts";
import { withoutCodeComments } from "./code-comments.ts";

/** `pipeline`: commands and tool versions. `dependencies`: all but what names and describes the project. */
export type Purpose = "pipeline" | "dependencies";

/** Keys of JSON manifests that pipelines rest on. */
const JSON_KEYS: Readonly<Record<string, readonly string[]>> = {
  "package.json": ["scripts", "engines", "packageManager", "volta", "devEngines", "workspaces"],
  "composer.json": ["scripts"],
  "deno.json": ["tasks", "workspace"],
  "deno.jsonc": ["tasks", "workspace"],
  "turbo.json": ["tasks", "pipeline"],
  "turbo.jsonc": ["tasks", "pipeline"],
  "nx.json": ["targetDefaults"],
  "global.json": ["sdk"],
  "lerna.json": ["npmClient", "useWorkspaces"],
};

/** Keys that name and describe a project. */
const ABOUT = new Set(
  "name version description author contributors authors maintainers repository homepage bugs keywords license funding support private".split(
    " ",
  ),
);

/** Sections and keys of TOML manifests that pipelines rest on. */
const TOML_SECTIONS =
  /^(?:build-system|project\.scripts|tool\.(?:poetry\.scripts|pdm\.scripts|hatch\.envs.*|tox.*|nox.*|uv|pytest.*|coverage.*|poe\.tasks.*|taskipy\.tasks)|scripts|toolchain|tools|tasks.*|env|alias|profile\..*)$/;
const TOML_KEYS = /^(?:requires-python|python|rust-version|edition|channel|components|targets|node|go)\s*=/;
const GO_KEYS = /^(?:go|toolchain)\s/;

/** Short files that hold a version or commands and nothing else. */
const WHOLE =
  /^(?:\.nvmrc|\.node-version|\.bun-version|\.python-version|runtime\.txt|\.go-version|rust-toolchain|\.ruby-version|\.php-version|\.elixir-version|\.java-version|\.sdkmanrc|\.swift-version|\.tool-versions|\.terraform-version|\.dvmrc|\.deno-version|tox\.ini|pnpm-workspace\.ya?ml|go\.work)$/;

/** Lines with their true numbers, without what differs between projects that build alike: indentation and commas at the end of JSON. */
export function manifestLines(file: SourceFile, purpose: Purpose): SentLine[] {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  if (/\.jsonc?$/.test(name)) return jsonLines(file, isWanted(name, purpose));
  const lines = linesOf(withoutCodeComments(file.path, file.text));
  if (purpose === "dependencies") return lines.filter(({ text }) => !ABOUT.has(tomlKey(text)));
  if (name.endsWith(".toml")) return tomlLines(lines);
  if (name === "go.mod") return lines.filter(({ text }) => GO_KEYS.test(text));
  return WHOLE.test(name) ? lines : [];
}

function isWanted(name: string, purpose: Purpose): (key: string) => boolean {
  const keys = JSON_KEYS[name] ?? [];
  return purpose === "pipeline" ? (key) => keys.includes(key) : (key) => !ABOUT.has(key) && key !== "scripts";
}

function jsonLines({ text, lines }: SourceFile, isKey: (key: string) => boolean): SentLine[] {
  const root = parseTree(text.replace(/^\ufeff/, " "));
  const properties = root?.type === "object" ? (root.children ?? []) : [];
  return properties.flatMap(({ offset, length, children }) => {
    if (!isKey(String(children?.[0]?.value ?? ""))) return [];
    const first = lines.lineAt(offset);
    const own = text.slice(offset, offset + length).split(/\r?\n/);
    return own.map((each, index) => ({ line: first + index, text: withoutComma(each) })).filter(isTelling);
  });
}

function withoutComma(line: string): string {
  const text = line.trim();
  return text.endsWith(",") ? text.slice(0, -1).trimEnd() : text;
}

/** A bracket alone says nothing, and whether a comma follows depends on what is not sent. */
function isTelling({ text }: SentLine): boolean {
  return !/^[\]}\s]*$/.test(text);
}

function linesOf(text: string): SentLine[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return lines.map((own, index) => ({ line: index + 1, text: own.trim() })).filter((each) => each.text !== "");
}

function tomlLines(lines: readonly SentLine[]): SentLine[] {
  let isWantedSection = false;
  return lines.filter(({ text }) => {
    const section = /^\[+\s*([^\]]+?)\s*\]+/.exec(text)?.[1];
    if (section !== undefined) isWantedSection = TOML_SECTIONS.test(section);
    return isWantedSection || (section === undefined && TOML_KEYS.test(text));
  });
}

function tomlKey(text: string): string {
  return /^([\w-]+)\s*=/.exec(text)?.[1] ?? "";
}
