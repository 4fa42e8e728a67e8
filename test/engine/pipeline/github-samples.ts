import { cache, gate, job, npmJob, pipeline, run, type Sample, tool } from "./github-builders.ts";
import { COMPILED_SAMPLES } from "./github-compiled-samples.ts";
import { SCRIPT_SAMPLES } from "./github-script-samples.ts";

const site: Sample = {
  files: { "package.json": '{"name":"site"}', "package-lock.json": "{}" },
  pipeline: pipeline([
    npmJob("test", run("Test", "npm test")),
    {
      ...npmJob("deploy", run("Build", "npm run build")),
      caches: [],
      steps: [
        run("Install dependencies", "npm ci"),
        run("Build", "npm run build"),
        { kind: "pages", name: "Publish the site", directory: "dist" },
      ],
      needs: ["test"],
      when: "default_branch",
      exclusiveGroup: "deploy-pages",
      permissions: { pages: "write", "id-token": "write" },
      environment: { name: "github-pages", url: null },
    },
  ]),
};

const worker: Sample = {
  files: {
    "package.json": '{"name":"worker","devDependencies":{"wrangler":"4.0.0"}}',
    "package-lock.json": "{}",
    "wrangler.toml": 'name = "worker"\n',
  },
  pipeline: pipeline(
    [
      npmJob("test", run("Test", "npm test")),
      {
        ...npmJob("deploy"),
        caches: [],
        steps: [run("Install dependencies", "npm ci"), run("Deploy", "npx wrangler deploy")],
        needs: ["test"],
        when: "default_branch",
        exclusiveGroup: "deploy-production",
        environment: { name: "production", url: null },
        secrets: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
      },
    ],
    {
      defaultBranch: "trunk",
      triggers: { push: ["trunk"], pullRequest: true, mergeGroup: false, tags: [], schedule: [], manual: false },
    },
  ),
};

const monorepo: Sample = {
  files: {
    "api/go.mod": "module example.com/api\n\ngo 1.26\n",
    "api/go.sum": "",
    "web/package.json": "{}",
    "web/package-lock.json": "{}",
  },
  pipeline: pipeline([
    job("api-test", {
      toolchains: [tool("go", null, { versionFile: "api/go.mod" })],
      caches: [{ tool: "go", keyFiles: ["api/go.sum"], directory: "api" }],
      steps: [run("Test", "go test ./...", { directory: "api" })],
      paths: ["api/**", ".github/workflows/**"],
    }),
    job("web-test", {
      toolchains: [tool("node", "24")],
      caches: [{ tool: "npm", keyFiles: ["web/package-lock.json"], directory: "web" }],
      steps: [run("Install", "npm ci", { directory: "web" }), run("Test", "npm test", { directory: "web" })],
      paths: ["web/**", ".github/workflows/**"],
    }),
    gate("api-test", "web-test"),
  ]),
};

const systems: Sample = {
  files: { "app.csproj": "", "packages.lock.json": "{}" },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("dotnet", "10.0")],
      caches: [cache("dotnet", "packages.lock.json")],
      matrix: { axis: "os", values: ["ubuntu-24.04", "windows-2025"] },
      steps: [run("Restore", "dotnet restore --locked-mode"), run("Test", "dotnet test --no-restore")],
    }),
  ]),
};

/** By name: repositories of many kinds with the pipeline that an expert would write for them. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  ...SCRIPT_SAMPLES,
  ...COMPILED_SAMPLES,
  site,
  worker,
  monorepo,
  systems,
};
