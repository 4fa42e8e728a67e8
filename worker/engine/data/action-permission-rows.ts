/** Rows behind `permissionsOfAction`; names in lower case. As of 2026-08, from each action's README. */
import type { Grant, Need } from "./grant.ts";

type Inputs = Readonly<Record<string, string>>;

export interface ActionGrant {
  readonly needs: Need;
  /** The need where inputs decide it. */
  readonly when?: (inputs: Inputs) => Need;
  /** True where a token input is for something else than the grants below. */
  readonly ownTokenOnly?: boolean;
}

const OWN_TOKEN = /secrets\.GITHUB_TOKEN|github\.token/i;
const CODE_SCANNING: Grant = { actions: "read", contents: "read", "security-events": "write" };
const RELEASE: Grant = { contents: "write" };
const COMMENT: Grant = { "pull-requests": "write" };

function given(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== "";
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === "true";
}

/** A value that is computed at run time may be either: the wider grant is then the honest one. */
function mayBeTrue(value: string | undefined): boolean {
  return isTrue(value) || (value?.includes("${{") ?? false);
}

/** The job's token opens GitHub's registry alone, so a registry that is computed is that one. */
function loginNeed({ registry = "", password = "" }: Inputs): Need {
  const isGitHub = /ghcr\.io|docker\.pkg\.github\.com|\$\{\{/.test(registry);
  return isGitHub && OWN_TOKEN.test(password) ? { packages: "write" } : "none";
}

function attestNeed(inputs: Inputs): Need {
  const grant: Grant = { attestations: "write", "id-token": "write" };
  if (!mayBeTrue(inputs["push-to-registry"])) return grant;
  return { ...grant, "artifact-metadata": "write", packages: "write" };
}

function gradleNeed(inputs: Inputs): Need {
  const graph = inputs["dependency-graph"] ?? "disabled";
  const comment = inputs["add-job-summary-as-pr-comment"] ?? "never";
  const writes = graph.includes("submit") ? RELEASE : {};
  const needs: Grant = { ...writes, ...(comment === "never" ? {} : COMMENT) };
  return Object.keys(needs).length === 0 ? "none" : needs;
}

function goreleaserNeed({ args = "" }: Inputs): Need {
  const publishes = /(^|\s)(release|continue|publish|announce)(\s|$)/.test(args) && !args.includes("--snapshot");
  // Without `args` it only installs the program or fails; what a release writes is decided by .goreleaser.yaml.
  return publishes || args.includes("${{") ? "unknown" : "none";
}

export const ACTION_GRANTS: Readonly<Record<string, ActionGrant>> = {
  "actions/checkout": { needs: { contents: "read" } },
  "actions/download-artifact": {
    needs: "none",
    when: (inputs) => (given(inputs["run-id"]) || given(inputs["github-token"]) ? { actions: "read" } : "none"),
  },
  "actions/dependency-review-action": {
    needs: { contents: "read" },
    when: ({ "comment-summary-in-pr": comment = "never" }) =>
      ["never", "false"].includes(comment) ? { contents: "read" } : { contents: "read", "pull-requests": "write" },
  },
  "actions/attest": { needs: "none", when: attestNeed, ownTokenOnly: true },
  "actions/attest-build-provenance": { needs: "none", when: attestNeed, ownTokenOnly: true },
  "actions/attest-sbom": { needs: "none", when: attestNeed, ownTokenOnly: true },
  "actions/configure-pages": { needs: { pages: "write" } },
  "actions/deploy-pages": { needs: { "id-token": "write", pages: "write" } },
  "actions/labeler": { needs: { contents: "read", issues: "write", "pull-requests": "write" } },
  "actions/stale": {
    needs: { actions: "write", issues: "write", "pull-requests": "write" },
    when: (inputs) => ({
      actions: "write",
      issues: "write",
      "pull-requests": "write",
      ...(mayBeTrue(inputs["delete-branch"]) ? RELEASE : {}),
    }),
  },
  "actions/first-interaction": { needs: { issues: "write", "pull-requests": "write" } },
  "actions/create-release": { needs: RELEASE },
  "actions/upload-release-asset": { needs: RELEASE },
  "actions/delete-package-versions": { needs: { packages: "write" } },
  "actions/ai-inference": { needs: { models: "read" } },
  "github/codeql-action": { needs: CODE_SCANNING },
  "docker/login-action": { needs: "none", when: loginNeed },
  "docker/build-push-action": { needs: { contents: "read" } },
  "docker/bake-action": { needs: { contents: "read" } },
  "docker/metadata-action": { needs: { contents: "read" } },
  "gradle/actions": { needs: "none", when: gradleNeed },
  "gradle/actions/dependency-submission": { needs: RELEASE },
  "golangci/golangci-lint-action": {
    needs: { contents: "read" },
    when: (inputs) =>
      mayBeTrue(inputs["only-new-issues"]) ? { contents: "read", "pull-requests": "read" } : { contents: "read" },
  },
  "codecov/codecov-action": {
    needs: "none",
    when: (inputs) => (mayBeTrue(inputs.use_oidc) ? { "id-token": "write" } : "none"),
    ownTokenOnly: true,
  },
  "aws-actions/configure-aws-credentials": {
    needs: "none",
    when: (inputs) =>
      given(inputs["role-to-assume"]) && !given(inputs["aws-access-key-id"]) ? { "id-token": "write" } : "none",
  },
  "google-github-actions/auth": {
    needs: "none",
    when: (inputs) => (given(inputs.workload_identity_provider) ? { "id-token": "write" } : "none"),
  },
  "azure/login": {
    needs: "none",
    when: (inputs) => (given(inputs["client-id"]) && !given(inputs.creds) ? { "id-token": "write" } : "none"),
  },
  "pypa/gh-action-pypi-publish": {
    needs: "none",
    when: (inputs) => (given(inputs.password) ? "none" : { "id-token": "write" }),
  },
  "rust-lang/crates-io-auth-action": { needs: { "id-token": "write" } },
  "cloudflare/wrangler-action": {
    needs: "none",
    when: (inputs) => (OWN_TOKEN.test(inputs.githubtoken ?? "") ? { deployments: "write" } : "none"),
  },
  "cloudflare/pages-action": {
    needs: "none",
    when: (inputs) => (given(inputs.githubtoken) ? { deployments: "write" } : "none"),
  },
  "softprops/action-gh-release": { needs: RELEASE },
  "ncipollo/release-action": { needs: RELEASE },
  "svenstaro/upload-release-action": { needs: RELEASE },
  "taiki-e/create-gh-release-action": { needs: RELEASE },
  "taiki-e/upload-rust-binary-action": { needs: RELEASE },
  "helm/chart-releaser-action": { needs: RELEASE },
  "goreleaser/goreleaser-action": { needs: "none", when: goreleaserNeed },
  "googleapis/release-please-action": { needs: { contents: "write", issues: "write", "pull-requests": "write" } },
  "google-github-actions/release-please-action": {
    needs: { contents: "write", issues: "write", "pull-requests": "write" },
  },
  "release-drafter/release-drafter": { needs: { contents: "write", "pull-requests": "write" } },
  "changesets/action": { needs: { contents: "write", "pull-requests": "write" } },
  "peter-evans/create-pull-request": { needs: { contents: "write", "pull-requests": "write" } },
  "peter-evans/create-or-update-comment": { needs: { issues: "write", "pull-requests": "write" } },
  "peter-evans/find-comment": { needs: { issues: "read", "pull-requests": "read" } },
  "marocchino/sticky-pull-request-comment": { needs: COMMENT },
  "thollander/actions-comment-pull-request": { needs: COMMENT },
  "mshick/add-pr-comment": { needs: { issues: "write", "pull-requests": "write" } },
  "hmarr/auto-approve-action": { needs: COMMENT },
  "amannn/action-semantic-pull-request": { needs: { "pull-requests": "read" } },
  "dependabot/fetch-metadata": { needs: { "pull-requests": "read" } },
  "dorny/paths-filter": { needs: { contents: "read", "pull-requests": "read" } },
  "dorny/test-reporter": { needs: { actions: "read", checks: "write", contents: "read" } },
  "tj-actions/changed-files": { needs: { contents: "read", "pull-requests": "read" } },
  "enricomi/publish-unit-test-result-action": {
    needs: { checks: "write", contents: "read", issues: "read", "pull-requests": "write" },
  },
  "mikepenz/action-junit-report": { needs: { checks: "write", "pull-requests": "write" } },
  "dessant/lock-threads": { needs: { discussions: "write", issues: "write", "pull-requests": "write" } },
  "jamesives/github-pages-deploy-action": { needs: RELEASE },
  "peaceiris/actions-gh-pages": {
    needs: "none",
    when: (inputs) => (given(inputs.github_token) ? RELEASE : "none"),
  },
  "stefanzweifel/git-auto-commit-action": { needs: RELEASE },
  "endbug/add-and-commit": { needs: RELEASE },
  "ad-m/github-push-action": { needs: RELEASE },
  "mathieudutour/github-tag-action": { needs: RELEASE },
  "anothrnick/github-tag-action": { needs: RELEASE },
  "nrwl/nx-set-shas": { needs: { actions: "read", contents: "read" } },
  "wagoid/commitlint-github-action": { needs: { contents: "read", "pull-requests": "read" } },
  "ossf/scorecard-action": {
    needs: { actions: "read", contents: "read", "id-token": "write", "security-events": "write" },
    ownTokenOnly: true,
  },
  "rustsec/audit-check": { needs: { checks: "write", contents: "read", issues: "write" } },
  "actions-rs/clippy-check": { needs: { checks: "write" } },
  "julia-actions/cache": { needs: { actions: "write" } },
  "super-linter/super-linter": { needs: { contents: "read", packages: "read", statuses: "write" } },
  "github/super-linter": { needs: { contents: "read", packages: "read", statuses: "write" } },
  "styfle/cancel-workflow-action": { needs: { actions: "write" } },
};

/** Read public data at most: they run the same with `permissions: {}`. */
export const NO_TOKEN_ACTIONS: ReadonlySet<string> = new Set([
  "actions/cache",
  "actions/create-github-app-token",
  "actions/hello-world-javascript-action",
  "actions/setup-dotnet",
  "actions/setup-elixir",
  "actions/setup-go",
  "actions/setup-haskell",
  "actions/setup-java",
  "actions/setup-node",
  "actions/setup-python",
  "actions/setup-ruby",
  "actions/upload-artifact",
  "actions/upload-pages-artifact",
  "actions-rs/cargo",
  "actions-rs/toolchain",
  "actions-rust-lang/setup-rust-toolchain",
  "android-actions/setup-android",
  "aquasecurity/trivy-action",
  "astral-sh/ruff-action",
  "astral-sh/setup-uv",
  "aws-actions/amazon-ecr-login",
  "aws-actions/amazon-ecs-deploy-task-definition",
  "aws-actions/amazon-ecs-render-task-definition",
  "azure/k8s-set-context",
  "azure/setup-helm",
  "azure/setup-kubectl",
  "azure/webapps-deploy",
  "bufbuild/buf-setup-action",
  "browser-actions/setup-chrome",
  "bahmutov/npm-install",
  "cachix/cachix-action",
  "cachix/install-nix-action",
  "conda-incubator/setup-miniconda",
  "coursier/cache-action",
  "coursier/setup-action",
  "crate-ci/typos",
  "crystal-lang/install-crystal",
  "cypress-io/github-action",
  "dart-lang/setup-dart",
  "delaguardo/setup-clojure",
  "denoland/setup-deno",
  "determinatesystems/magic-nix-cache-action",
  "determinatesystems/nix-installer-action",
  "docker/setup-buildx-action",
  "docker/setup-docker-action",
  "docker/setup-qemu-action",
  "dtolnay/rust-toolchain",
  "embarkstudios/cargo-deny-action",
  "erlef/setup-beam",
  "gradle/gradle-build-action",
  "gradle/wrapper-validation-action",
  "gradle/actions/wrapper-validation",
  "haskell-actions/setup",
  "hashicorp/setup-terraform",
  "helm/kind-action",
  "hendrikmuhs/ccache-action",
  "ilammy/msvc-dev-cmd",
  "jdx/mise-action",
  "julia-actions/julia-buildpkg",
  "julia-actions/julia-runtest",
  "julia-actions/setup-julia",
  "lukka/get-cmake",
  "lukka/run-vcpkg",
  "mamba-org/setup-micromamba",
  "maxim-lobanov/setup-xcode",
  "microsoft/setup-msbuild",
  "mlugg/setup-zig",
  "mozilla-actions/sccache-action",
  "msys2/setup-msys2",
  "mymindstorm/setup-emsdk",
  "nuget/setup-nuget",
  "oven-sh/setup-bun",
  "pnpm/action-setup",
  "pre-commit/action",
  "psf/black",
  "ramsey/composer-install",
  "reactivecircus/android-emulator-runner",
  "ruby/setup-ruby",
  "sbt/setup-sbt",
  "shivammathur/setup-php",
  "sigstore/cosign-installer",
  "slackapi/slack-github-action",
  "snok/install-poetry",
  "step-security/harden-runner",
  "subosito/flutter-action",
  "superfly/flyctl-actions",
  "swatinem/rust-cache",
  "swift-actions/setup-swift",
  "taiki-e/install-action",
  "treosh/lighthouse-ci-action",
  "voidzero-dev/setup-vp",
]);

/** Publishers whose actions only install tools or talk to their own cloud. */
export const NO_TOKEN_OWNERS: ReadonlySet<string> = new Set(["r-lib"]);
