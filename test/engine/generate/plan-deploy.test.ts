import { describe, expect, it } from "vitest";
import type { Component, Deployment } from "../../../worker/engine/profile/stack-profile.ts";
import { component, exact, jobOf, manager, pipelineOf, plan, runsOf, toolsOf } from "./plan-profiles.ts";

const APP = component({
  ecosystem: "node",
  packageManager: manager("pnpm", "pnpm-lock.yaml", "10"),
  runtimes: [exact("node", "24", ".nvmrc")],
  commands: { install: "pnpm install --frozen-lockfile", test: "pnpm test", build: "pnpm build", lint: "pnpm lint" },
});
const to = (target: string, file: string): Deployment => ({ target, file });
const codes = (components: readonly Component[], options: Parameters<typeof plan>[1]) =>
  plan(components, options).notes.map(({ code, detail }) => `${code}: ${detail}`);

describe("Cloudflare", () => {
  const worker = { ...APP, deploy: to("cloudflare", "wrangler.jsonc") };

  it("deploys behind all checks, from the default branch, one at a time and without caches", () => {
    const pipeline = pipelineOf([worker], { deploy: "cloudflare", style: "parallel" });
    const job = jobOf(pipeline, "deploy");
    expect(runsOf(job)).toEqual(["pnpm install --frozen-lockfile", "pnpm build", "pnpm exec wrangler deploy"]);
    expect(job).toMatchObject({
      needs: ["lint", "test"],
      when: "default_branch",
      environment: { name: "production", url: null },
      exclusiveGroup: "deploy",
      secrets: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
      caches: [],
      paths: null,
    });
  });

  it("says which secrets to set", () => {
    expect(codes([worker], { deploy: "cloudflare" })[0]).toMatch(/^set_up: Set CLOUDFLARE_API_TOKEN and/);
  });

  it("takes one release of Wrangler where no lockfile holds it, and a Node to run it on", () => {
    const given = component({
      ecosystem: "rust",
      commands: { test: "cargo test" },
      deploy: to("cloudflare", "wrangler.toml"),
    });
    const job = jobOf(pipelineOf([given], { deploy: "cloudflare" }), "deploy");
    expect(runsOf(job)).toEqual(["npx --yes wrangler@4.164.0 deploy"]);
    expect(toolsOf(job)).toEqual(["rust", "node 24"]);
  });

  it("is left out, and said so, without its configuration", () => {
    expect(pipelineOf([APP], { deploy: "cloudflare" }).jobs.map(({ id }) => id)).toEqual(["ci"]);
    expect(codes([APP], { deploy: "cloudflare" })[0]).toMatch(/^left_out: No Cloudflare job/);
  });

  it("deploys each of several workers in a group of its own", () => {
    const workers = ["api", "web"].map((path) => ({
      ...worker,
      path,
      deploy: to("cloudflare", `${path}/wrangler.toml`),
    }));
    const { jobs } = pipelineOf(workers, { deploy: "cloudflare" });
    const deploys = jobs.filter(({ environment }) => environment !== null);
    expect(deploys.map(({ id, exclusiveGroup }) => [id, exclusiveGroup])).toEqual([
      ["api-deploy", "api-deploy"],
      ["web-deploy", "web-deploy"],
    ]);
    expect(deploys[0]?.needs).toEqual(["api-lint", "web-lint", "api-test", "web-test"]);
  });
});

describe("container images", () => {
  const service = { ...APP, container: { dockerfile: "docker/Dockerfile", context: "." } };

  it("are pushed when the registry is the target, also for version tags", () => {
    const pipeline = pipelineOf([service], { deploy: "container-registry" });
    const job = jobOf(pipeline, "container");
    expect(job).toMatchObject({ needs: ["ci"], permissions: { packages: "write" }, when: "always", caches: [] });
    expect(job.steps).toEqual([
      {
        kind: "container",
        name: "Build and push the image",
        dockerfile: "docker/Dockerfile",
        context: ".",
        image: null,
        push: true,
      },
    ]);
    expect(pipeline.triggers.tags).toEqual(["v*"]);
  });

  it("are only built when nothing but the job is asked for", () => {
    const pipeline = pipelineOf([service], { jobs: ["test", "container"] });
    expect(jobOf(pipeline, "container")).toMatchObject({ permissions: {}, steps: [{ push: false }] });
    expect(pipeline.triggers.tags).toEqual([]);
    expect(pipelineOf([service]).jobs.map(({ id }) => id)).toEqual(["ci"]);
  });

  it("are named after their component where there are several, one for each Dockerfile", () => {
    const api = { ...service, path: "api", container: { dockerfile: "api/Dockerfile", context: "api" } };
    const web = { ...service, path: "web", container: { dockerfile: "web/Dockerfile", context: "web" } };
    const other = { ...service, path: "cli", container: api.container };
    const { jobs } = pipelineOf([api, web, other], { deploy: "container-registry" });
    const images = jobs.flatMap(({ id, steps }) =>
      steps.flatMap((step) => (step.kind === "container" ? [[id, step.image]] : [])),
    );
    expect(images).toEqual([
      ["api-container", "api"],
      ["web-container", "web"],
    ]);
  });

  it("need a Dockerfile", () => {
    expect(codes([APP], { deploy: "container-registry" })[0]).toMatch(/^left_out: No container job/);
    expect(pipelineOf([APP], { deploy: "container-registry" }).triggers.tags).toEqual([]);
  });
});

describe("Pages", () => {
  it.each([
    ["vite", APP, "dist"],
    ["astro", APP, "dist"],
    ["docusaurus", { ...APP, path: "docs" }, "docs/build"],
    ["vitepress", APP, "docs/.vitepress/dist"],
    ["hugo", component({ ecosystem: "static", commands: { build: "hugo --minify" } }), "public"],
    ["jekyll", component({ ecosystem: "ruby", commands: { build: "bundle exec jekyll build" } }), "_site"],
    ["mkdocs", component({ ecosystem: "python", commands: { build: "mkdocs build --strict" } }), "site"],
    ["plain", component({ ecosystem: "static", path: "www" }), "www"],
  ])("publishes the folder of %s", (framework, given, folder) => {
    const site = { ...given, frameworks: framework === "plain" ? [] : [framework] };
    const job = jobOf(pipelineOf([site], { deploy: "pages" }), "pages");
    expect(job.steps.at(-1)).toEqual({ kind: "pages", name: "Publish", directory: folder });
    expect(job).toMatchObject({
      permissions: { pages: "write", "id-token": "write" },
      environment: { name: "github-pages", url: null },
      when: "default_branch",
      caches: [],
    });
  });

  it("takes the part of a workspace that is a site, rather than its root", () => {
    const root = { ...APP, frameworks: ["astro"], monorepo: { tool: "pnpm", packages: ["apps/docs"] } };
    const docs = { ...APP, path: "apps/docs", frameworks: ["astro"], partOf: "." };
    const job = jobOf(pipelineOf([root, docs], { deploy: "pages" }), "pages");
    expect(runsOf(job)).toEqual(["apps/docs: pnpm install --frozen-lockfile", "apps/docs: pnpm build", "pages"]);
    expect(job.steps.at(-1)).toMatchObject({ directory: "apps/docs/dist" });
  });

  it("says no more than is true of a site without a build and without checks", () => {
    const site = component({ ecosystem: "static" });
    expect(jobOf(pipelineOf([site], { deploy: "pages" }), "pages").why).toBe(
      "Publishes the site as it is from the default branch.",
    );
  });

  it("says that pages need no pipeline to be checked", () => {
    const { pipeline, notes } = plan([component({ ecosystem: "static" })], {});
    expect(pipeline).toBeNull();
    expect(notes.map(({ detail }) => detail).join(" ")).toMatch(/^These pages are served as they are/);
  });

  it("says what a framework needs to write a site at all", () => {
    const notes = codes([{ ...APP, frameworks: ["next", "react"] }], { deploy: "pages" });
    expect(notes).toContain(
      'uncertain: Pages publishes `out` of the node project in the root, which is only there with `output: "export"` in next.config.',
    );
  });

  it("is left out for servers, and on CircleCI", () => {
    expect(codes([APP], { deploy: "pages" })[0]).toMatch(/^left_out: No Pages job/);
    const site = { ...APP, frameworks: ["vite"] };
    expect(codes([site], { deploy: "pages", platform: "circleci" })[0]).toMatch(/^left_out: CircleCI has no Pages/);
  });
});

describe("other targets", () => {
  it.each([
    ["vercel", "vercel.json", /Vercel/],
    ["netlify", "netlify.toml", /Netlify/],
    ["heroku", "Procfile", null],
  ])("%s", (target, file, said) => {
    const notes = codes([{ ...APP, deploy: to(target, file) }], {}).join("\n");
    if (said === null) expect(notes).toBe("");
    else expect(notes).toMatch(said);
  });

  it("are asked for where a deploy job is wanted without one, or one without a deploy job", () => {
    expect(codes([APP], { jobs: ["test", "deploy"] })[0]).toMatch(/needs a target/);
    expect(codes([APP], { jobs: ["test"], deploy: "pages" })[0]).toMatch(/no deploy job is among the wanted/);
  });
});
