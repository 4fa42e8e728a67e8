import type { Folder } from "../folder.ts";

/** A program that makes a site of text files. */
export interface Generator {
  readonly name: string;
  /** Its configuration, from the component's folder. */
  readonly config: string;
  readonly build: string;
  readonly start: string;
}

const HUGO = [
  "hugo.toml",
  "hugo.yaml",
  "hugo.yml",
  "hugo.json",
  "config/_default/hugo.toml",
  "config/_default/hugo.yaml",
  "config/_default/config.toml",
  "config/_default/config.yaml",
];
/** Names that Hugo and Zola share with others: what stands in them and beside them tells. */
const CONFIG = ["config.toml", "config.yaml", "config.yml", "config.json"];

/** The generator of a site in this folder; null without one. */
export function generatorOf(folder: Folder): Generator | null {
  const zola = folder.has("config.toml") && /^\s*base_url\s*=/m.test(folder.text("config.toml"));
  if (zola && hasFolder(folder, "content", "templates", "themes", "sass"))
    return generator("zola", "config.toml", "zola serve");
  const hugo =
    folder.first(...HUGO) ?? folder.first(...CONFIG.filter((name) => /\bbaseURL\b/i.test(folder.text(name))));
  const isHugo =
    hugo !== null && (hugo.includes("hugo") || hasFolder(folder, "content", "themes", "archetypes", "layouts"));
  if (isHugo) return { name: "hugo", config: hugo, build: "hugo --gc --minify", start: "hugo server" };
  if (folder.has("book.toml")) return generator("mdbook", "book.toml", "mdbook serve");
  return folder.has("Cobalt.toml") || folder.has("_cobalt.yml")
    ? generator("cobalt", folder.first("_cobalt.yml") ?? "Cobalt.toml", "cobalt serve")
    : null;
}

function generator(name: string, config: string, start: string): Generator {
  return { name, config, build: `${name} build`, start };
}

function hasFolder(folder: Folder, ...names: readonly string[]): boolean {
  return folder.below.some((path) => names.some((name) => path.startsWith(`${name}/`)));
}
