/** A framework and how it shows. Sources: each framework's own guide to a new project, and the names of its packages on npm; seen 2026-11-21. */
export interface FrameworkRow {
  readonly name: string;
  /** Packages, any of which must be installed; none: the files alone decide. */
  readonly packages: readonly string[];
  /** Configuration files, without their endings, one of which must exist too; a script that calls `command` does as well. */
  readonly files: readonly string[];
  /** The command that scripts call; null where the package alone decides. */
  readonly command: string | null;
  /** Frameworks that are part of this one and are not named beside it. */
  readonly beats: readonly string[];
}

function row(name: string, packages: string, beats = ""): FrameworkRow {
  return { name, packages: words(packages), files: [], command: null, beats: words(beats) };
}

/** A framework whose package is installed for other reasons too: a file or a script must show that it is used. */
function shown(
  name: string,
  packages: string,
  [files, command, beats = ""]: readonly [string, string, string?],
): FrameworkRow {
  return { name, packages: words(packages), files: words(files), command, beats: words(beats) };
}

function words(list: string): readonly string[] {
  return list.split(" ").filter(Boolean);
}

/** Frameworks that a whole application is built with, the most telling first. */
export const META_FRAMEWORKS: readonly FrameworkRow[] = [
  row("redwood", "@redwoodjs/core @redwoodjs/web @redwoodjs/api", "vite"),
  row("redwoodsdk", "rwsdk", "vite"),
  row("blitz", "blitz @blitzjs/next"),
  row("hydrogen", "@shopify/hydrogen", "vite remix react-router"),
  row("next", "next"),
  row("nuxt", "nuxt nuxt3 nuxt-edge nuxt-nightly", "nitro vite"),
  row("remix", "@remix-run/dev @remix-run/react @remix-run/server-runtime", "vite react-router"),
  shown("react-router", "@react-router/dev", ["react-router.config", "react-router", "vite"]),
  row(
    "tanstack-start",
    "@tanstack/react-start @tanstack/solid-start @tanstack/vue-start @tanstack/start",
    "vite nitro tanstack-router",
  ),
  row("analog", "@analogjs/platform", "angular vite nitro"),
  row("solid-start", "@solidjs/start solid-start", "vite nitro"),
  row("sveltekit", "@sveltejs/kit", "vite"),
  row("sapper", "sapper"),
  row("qwik", "@builder.io/qwik-city @builder.io/qwik @qwik.dev/core @qwik.dev/router", "vite"),
  row("astro", "astro", "vite"),
  row("gatsby", "gatsby"),
  row("eleventy", "@11ty/eleventy"),
  row("hexo", "hexo"),
  row("gridsome", "gridsome"),
  row("scully", "@scullyio/init @scullyio/core", "angular"),
  row("observable", "@observablehq/framework"),
  row("umi", "umi @umijs/max"),
  row("vike", "vike vite-plugin-ssr", "vite"),
  row("waku", "waku", "vite"),
  row("fresh", "@fresh/core $fresh fresh", "vite preact"),
  row("lume", "lume"),
  row("quasar", "@quasar/app-vite @quasar/app-webpack @quasar/app quasar", "vite"),
  row("ionic", "@ionic/react @ionic/angular @ionic/vue"),
  row("expo", "expo"),
  row("stencil", "@stencil/core"),
  row("angular", "@angular/core @angular/cli", "vite"),
  row("vue-cli", "@vue/cli-service"),
  row("create-react-app", "react-scripts"),
  row("preact-cli", "preact-cli"),
  row("ember", "ember-cli ember-source", "vite"),
  row("meteor", "meteor-node-stubs"),
  row("sanity", "sanity"),
  row("strapi", "@strapi/strapi strapi"),
  row("payload", "payload"),
  row("keystone", "@keystone-6/core"),
  row("directus", "directus @directus/extensions-sdk"),
  row("mastra", "mastra @mastra/core"),
  row("xmcp", "xmcp"),
  row("adonis", "@adonisjs/core"),
  row("feathers", "@feathersjs/feathers"),
  row("loopback", "@loopback/core @loopback/rest loopback"),
  row("sails", "sails"),
  row("moleculer", "moleculer"),
  shown("electron", "electron", [
    "electron.vite.config forge.config electron-builder",
    "electron(?:-forge|-builder|-vite)?",
  ]),
  shown("tauri", "@tauri-apps/cli", ["src-tauri/tauri.conf", "tauri"]),
];

/** Sites of documentation, which stand beside what they document. */
export const DOCUMENTATION: readonly FrameworkRow[] = [
  row("docusaurus", "@docusaurus/core docusaurus"),
  row("vitepress", "vitepress"),
  row("vuepress", "vuepress @vuepress/core @vuepress/cli"),
];

/** Servers: installed by other packages too, so that an entry file should import them. */
export const SERVERS: readonly FrameworkRow[] = [
  row("nestjs", "@nestjs/core", "express fastify"),
  row("fastify", "fastify"),
  row("hono", "hono @hono/hono @hono/node-server @hono/zod-openapi"),
  row("elysia", "elysia"),
  row("koa", "koa"),
  row("hapi", "@hapi/hapi hapi"),
  row("restify", "restify"),
  row("polka", "polka"),
  row("h3", "h3"),
  row("oak", "@oak/oak oak"),
  row("express", "express"),
];

/** What a frontend is built with where no framework brings its own. */
export const BUILDERS: readonly FrameworkRow[] = [
  shown("nitro", "nitropack nitro", ["nitro.config", "nitro", "vite h3"]),
  row("tanstack-router", "@tanstack/react-router @tanstack/solid-router @tanstack/vue-router"),
  shown("vite", "vite rolldown-vite", ["vite.config index", "vite"]),
  shown("parcel", "parcel parcel-bundler", ["", "parcel"]),
  shown("brunch", "brunch", ["brunch-config", "brunch"]),
];

/** Libraries of components. */
export const UI_LIBRARIES: readonly FrameworkRow[] = [
  row("react-native", "react-native", ""),
  row("react", "react"),
  row("vue", "vue"),
  row("svelte", "svelte"),
  row("solid", "solid-js"),
  row("preact", "preact"),
  row("lit", "lit lit-element"),
];
