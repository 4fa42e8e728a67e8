import type { Component } from "../../profile/stack-profile.ts";

/** Where the build of each framework puts a site that needs no server. Source: each framework's guide to static hosting. */
const OUTPUTS: Readonly<Record<string, string>> = {
  docusaurus: "build",
  vitepress: "docs/.vitepress/dist",
  vuepress: "docs/.vuepress/dist",
  astro: "dist",
  eleventy: "_site",
  gatsby: "public",
  hexo: "public",
  hugo: "public",
  jekyll: "_site",
  zola: "public",
  mkdocs: "site",
  sphinx: "docs/_build/html",
  mdbook: "book",
  "create-react-app": "build",
  "vue-cli": "dist",
  parcel: "dist",
  vite: "dist",
  lume: "_site",
  pelican: "output",
  middleman: "build",
};
/** Frameworks that write a static site only when they are told to. */
const ON_DEMAND: Readonly<Record<string, readonly [folder: string, setting: string]>> = {
  next: ["out", '`output: "export"` in next.config'],
  nuxt: [".output/public", "`nuxt generate` as the build command"],
  sveltekit: ["build", "`@sveltejs/adapter-static`"],
  angular: ["dist", "the folder of the browser files"],
  "solid-start": [".output/public", "the `static` preset"],
};
const PLAIN: ReadonlySet<string> = new Set(["react", "vue", "svelte", "solid", "preact", "lit"]);

export interface SiteOutput {
  /** From the component's folder. */
  readonly folder: string;
  /** What must be set for the folder to be there; null where nothing must. */
  readonly setting: string | null;
}

/** The folder with a component's site after its build; null for one that is no static site. */
export function siteOutput({ ecosystem, frameworks, commands }: Component): SiteOutput | null {
  for (const framework of frameworks) {
    const known = OUTPUTS[framework];
    if (known !== undefined) return { folder: known, setting: null };
    const [folder, setting] = ON_DEMAND[framework] ?? [];
    if (folder !== undefined && setting !== undefined) return { folder, setting };
  }
  if (ecosystem === "static") return { folder: commands.build === null ? "." : "public", setting: null };
  const isPlain = frameworks.some((framework) => PLAIN.has(framework)) && commands.build !== null;
  return isPlain ? { folder: "dist", setting: null } : null;
}
