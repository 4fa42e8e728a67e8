import { describe, expect, test } from "vitest";
import type { PipelineJob } from "../../../worker/engine/pipeline/pipeline.ts";
import type { Files } from "../../support/engine.ts";
import { read, readJob, steps, toolchain } from "./github-reading.ts";

describe("steps", () => {
  test("keep folder, variables, secrets, condition and comment", () => {
    const { pipeline } = read(`
on: push
env: {A: "1"}
defaults: {run: {working-directory: ./web/}}
jobs:
  # Shows it.
  a:
    runs-on: ubuntu-latest
    steps:
      # Why
      # it is.
      - run: |
          npm run a
          npm run b
        if: \${{ !cancelled() }}
        env: {B: "2", TOKEN: "\${{ secrets.TOKEN }}"}
      - run: c
        working-directory: .
`);
    expect(pipeline.env).toEqual({ A: "1" });
    expect(pipeline.jobs[0]).toMatchObject({
      why: "Shows it.",
      secrets: ["TOKEN"],
      steps: [
        {
          name: "npm run a",
          run: "npm run a\nnpm run b",
          directory: "web",
          env: { B: "2" },
          why: "Why it is.",
          condition: "!cancelled()",
        },
        { name: "c", directory: null, condition: null },
      ],
    });
  });

  test.each([
    ["- {run: 'echo ${{ github.sha }}'}", "expressions of GitHub"],
    ["- {run: Get-ChildItem, shell: pwsh}", "shell `pwsh`"],
    ["- {run: a, continue-on-error: true}", "may fail"],
    ["- {run: a, timeout-minutes: 3}", "time limit"],
    ["- {run: a, working-directory: '${{ matrix.dir }}'}", "folder that GitHub computes"],
    ["- {run: a, env: {X: '${{ github.sha }}'}}", "Variable `X` is computed"],
    ["- {run: a, env: {X: '${{ secrets.Y }}'}}", "secret `Y`"],
    ["- {uses: codecov/codecov-action@v5}", "`uses: codecov/codecov-action@v5`"],
    ["- {uses: ./.github/actions/setup}", "`uses: ./.github/actions/setup`"],
    ["- {uses: actions/checkout@v5, with: {submodules: recursive}}", "submodules: recursive"],
    ["- {uses: actions/cache@v4, with: {path: x, key: '${{ github.sha }}'}}", "The cache of `x`"],
    ["- {uses: docker/login-action@v3, with: {username: x}}", "`docker.io`"],
    ["- {uses: docker/build-push-action@v6, with: {platforms: 'linux/amd64,linux/arm64'}}", "platforms"],
    ["- {uses: actions/setup-node@v6, with: {node-version: '${{ github.x }}'}}", "computed by GitHub"],
    [
      "- {uses: actions/setup-node@v6, with: {node-version: 24, registry-url: 'https://example.com'}}",
      "`registry-url`",
    ],
    ["- {uses: actions/setup-java@v5, with: {java-version: 21, distribution: zulu}}", "`distribution`"],
    ["- {uses: actions/setup-go@v6, with: {go-version: '1.26'}, env: {GOOS: js}}", "`GOOS`"],
    ["- {uses: actions/setup-go@v6, with: {go-version: '1.26'}, if: github.event_name == 'push'}", "runs only if"],
  ])("%s loses something", (step, expected) => {
    expect(steps(step).lost).toEqual([expect.stringContaining(expected)]);
  });

  test("of other platforms' worlds stay as they are called", () => {
    expect(steps("- {uses: codecov/codecov-action@v5, name: Coverage}").job.steps).toEqual([
      { kind: "foreign", name: "Coverage", platform: "github", what: "uses: codecov/codecov-action@v5" },
    ]);
  });

  test.each<[string, Files, Partial<PipelineJob>]>([
    [
      "- {uses: actions/setup-python@v6, with: {python-version: '3.12', cache: pip}}",
      { "pyproject.toml": "" },
      {
        toolchains: [toolchain("python", "3.12"), toolchain("pip")],
        caches: [{ tool: "pip", keyFiles: ["pyproject.toml"], directory: "." }],
      },
    ],
    [
      "- {uses: actions/setup-go@v6, with: {go-version-file: go.mod}}",
      { "go.sum": "" },
      {
        toolchains: [{ ...toolchain("go"), versionFile: "go.mod" }],
        caches: [{ tool: "go", keyFiles: ["go.sum"], directory: "." }],
      },
    ],
    [
      "- {uses: actions/setup-go@v6, with: {go-version: 1.26}}",
      {},
      { toolchains: [toolchain("go", "1.26")], caches: [] },
    ],
    [
      "- {uses: actions/cache@v5, with: {path: ~/.npm, key: \"x-${{ hashFiles('**/package-lock.json') }}\"}}",
      {},
      { caches: [{ tool: "npm", keyFiles: ["package-lock.json"], directory: "." }] },
    ],
    [
      "- {uses: golangci/golangci-lint-action@v9, with: {version: v2.5, args: --fix=false}}",
      {},
      { toolchains: [toolchain("golangci-lint", "2.5")] },
    ],
    ["- {run: pip install poetry==2.1.0}", {}, { toolchains: [toolchain("poetry", "2.1.0")], steps: [] }],
    [
      "- {run: corepack enable}",
      { "yarn.lock": "" },
      { toolchains: [{ ...toolchain("yarn"), versionFile: "package.json" }], steps: [] },
    ],
    [
      "- {run: corepack enable}",
      { "pnpm-lock.yaml": "" },
      { toolchains: [{ ...toolchain("pnpm"), versionFile: "package.json" }], steps: [] },
    ],
    [
      "- {uses: dtolnay/rust-toolchain@stable, with: {toolchain: '1.90', components: 'clippy, rustfmt'}}",
      {},
      { toolchains: [{ ...toolchain("rust", "1.90"), with: ["clippy", "rustfmt"] }] },
    ],
    ["- {uses: actions/setup-node@v6, with: {node-version: 24.x}}", {}, { toolchains: [toolchain("node", "24")] }],
    [
      "- {uses: ruby/setup-ruby@v1, with: {bundler-cache: true}}",
      { ".ruby-version": "3.4\n" },
      { toolchains: [{ ...toolchain("ruby"), versionFile: ".ruby-version" }] },
    ],
    [
      "- {uses: actions/upload-artifact@v4, if: always(), with: {name: r, path: out/junit.xml}}",
      {},
      { artifacts: [{ name: "r", paths: ["out/junit.xml"], retentionDays: 90, when: "always", report: "junit" }] },
    ],
  ])("%s", (step, files, expected) => {
    const { job, lost } = readJob(`runs-on: ubuntu-24.04\nsteps:\n  ${step}`, files);
    expect(lost).toEqual([]);
    expect(job).toMatchObject(expected);
  });

  test.each<[string, string, string[]]>([
    ["- {uses: ruby/setup-ruby@v1, with: {ruby-version: '3.4', bundler-cache: true}}", "bundle install", []],
    [
      "- {uses: ramsey/composer-install@v4, with: {composer-options: --no-dev}}",
      "composer install --no-interaction --no-progress --prefer-dist --no-dev",
      [],
    ],
    ["- {uses: actions-rs/cargo@v1, with: {command: fmt, args: --all -- --check}}", "cargo fmt --all -- --check", []],
    ["- {uses: nick-fields/retry@v3, with: {command: make it, max_attempts: 3}}", "make it", []],
    [
      "- {uses: golangci/golangci-lint-action@v9, with: {version: v2.5, args: --fast-only}}",
      "golangci-lint run --fast-only",
      [],
    ],
    ["- {uses: pre-commit/action@v3.0.1}", "pre-commit run --all-files", []],
    [
      "- {uses: cloudflare/wrangler-action@v3, with: {apiToken: '${{ secrets.CF_TOKEN }}', accountId: '${{ secrets.CLOUDFLARE_ACCOUNT_ID }}'}}",
      "npx wrangler deploy",
      ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
    ],
  ])("an action that stands for a command is that command: %s", (step, command, secrets) => {
    const { job } = steps(step);
    expect(job.steps).toMatchObject([{ kind: "command", run: command }]);
    expect(job.secrets).toEqual(secrets);
  });

  test("what a set-up installs on its way is not said twice", () => {
    const { job, lost } = steps(
      "- {uses: ruby/setup-ruby@v1, with: {ruby-version: '3.4', bundler-cache: true}}",
      "- {run: bundle install --jobs 4}",
    );
    expect([job.steps.length, lost]).toEqual([1, []]);
  });

  test("variables of the file itself are written out", () => {
    const { pipeline, notCarried } = read(`
on: push
env: {REGISTRY: ghcr.io, NAME: "\${{ github.repository }}", NODE: "24", FOLDER: web, URL: "https://\${{ env.REGISTRY }}", A: "\${{ env.B }}", B: "\${{ env.A }}"}
jobs:
  a:
    runs-on: ubuntu-24.04
    env: {FOLDER: api}
    steps:
      - {uses: actions/setup-node@v6, with: {node-version: "\${{ env.NODE }}"}}
      - {run: "cp \${{ env.FOLDER }} x", working-directory: "\${{ env.FOLDER }}"}
      - {uses: docker/login-action@v3, with: {registry: "\${{ env.REGISTRY }}"}}
      - {id: m, uses: docker/metadata-action@v5, with: {images: "\${{ env.REGISTRY }}/\${{ env.NAME }}"}}
      - {uses: docker/build-push-action@v6, with: {push: true, tags: "\${{ steps.m.outputs.tags }}"}}
`);
    expect(pipeline.env).toEqual({ REGISTRY: "ghcr.io", NODE: "24", FOLDER: "web", URL: "https://ghcr.io" });
    expect(pipeline.jobs[0]?.toolchains).toEqual([toolchain("node", "24")]);
    expect(pipeline.jobs[0]?.steps).toMatchObject([
      { run: "cp api x", directory: "api" },
      { image: null, push: true },
    ]);
    expect(notCarried.map(({ detail }) => detail.split(" is")[0])).toEqual([
      "Variable `NAME`",
      "Variable `A`",
      "Variable `B`",
    ]);
  });

  test("GitHub's own token is no secret that a person sets", () => {
    const { job, lost } = steps("- {run: gh release list, env: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}}");
    expect([job.secrets, lost]).toEqual([[], [expect.stringContaining("own token")]]);
  });

  test("an image with its name from the metadata", () => {
    const { job, lost } = steps(
      "- {uses: docker/setup-buildx-action@v3}",
      "- {uses: docker/login-action@v3, with: {registry: ghcr.io}}",
      "- {id: m, uses: docker/metadata-action@v5, with: {images: 'ghcr.io/${{ github.repository }}/api'}}",
      "- {uses: docker/build-push-action@v6, with: {context: ./api, push: \"${{ github.event_name == 'push' }}\", tags: '${{ steps.m.outputs.tags }}'}}",
    );
    expect(lost).toEqual([]);
    expect(job.steps).toEqual([
      {
        kind: "container",
        name: "Build the image",
        dockerfile: "api/Dockerfile",
        context: "api",
        image: "api",
        push: true,
      },
    ]);
  });
});
