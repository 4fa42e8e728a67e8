import { defineRule } from "../../rule.ts";

/** Files that show that some CI system builds the repository, ours to read or not. */
const CI_FILES: readonly RegExp[] = [
  /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/,
  /^\.gitlab-ci\.ya?ml$/,
  /^\.circleci\/config\.ya?ml$/,
  /(?:^|\/)Jenkinsfile(?:\.[^/]*)?$|^\.?jenkins\//i,
  /^\.travis\.ya?ml$/,
  /^(?:.*\/)?\.?azure-pipelines[^/]*(?:\.ya?ml|\/)|^\.(?:azuredevops|azure|ado|pipelines)\/.*\.ya?ml$/,
  /^bitbucket-pipelines\.ya?ml$/,
  /^\.buildkite\//,
  /^\.drone\.(?:ya?ml|star|jsonnet)$/,
  /^\.?appveyor\.ya?ml$/,
  /^\.woodpecker(?:\.ya?ml$|\/)/,
  /^\.cirrus\.(?:ya?ml|star)$/,
  /^\.semaphore\//,
  /(?:^|\/)cloudbuild[^/]*\.(?:ya?ml|json)$|^\.kokoro\//,
  /(?:^|\/)buildspec[^/]*\.ya?ml$/,
  /^\.(?:teamcity|tekton|harness|buddy|codefresh|zuul\.d)\/|^zuul\.d\//,
  /^\.?(?:wercker|codefresh|screwdriver|zuul|build|vela|taskcluster|ci-operator|codemagic|bitrise|gocd)\.ya?ml$/,
  /^\.builds\/[^/]+\.yml$/,
  /^(?:bamboo-specs|ci_scripts)\//,
  /^(?:\.?ci|concourse)\/(?:.*\/)?pipelines?[^/]*\.ya?ml$/,
];

const SOURCE =
  /\.(?:[cm]?[jt]sx?|py|go|rs|java|kts?|scala|rb|php|exs?|cs|fs|vb|dart|swift|c|cc|cpp|h|hpp|zig|cr|gleam|erl|hs|clj[cs]?|lua|sh|pl|r|jl|sql|tf|vue|svelte|astro)$/i;
const BUILD_FILE =
  /(?:^|\/)(?:Makefile|Dockerfile|Containerfile|CMakeLists\.txt|meson\.build|package\.json|pyproject\.toml|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|mix\.exs|Chart\.yaml|action\.ya?ml)$/;

export const noCi = defineRule({
  meta: {
    id: "no-ci",
    category: "ci_cd",
    severity: "high",
    title: "Repository has no pipeline",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A repository without a configuration file of any CI system. High where there is code; low where there is none, such as an empty repository or one with documents only, whose links and formatting a pipeline could still check.",
      why: "Nothing builds or tests a change before it is merged, so the first to learn of a mistake are its users.",
      notReported:
        "Repositories that GitLab CI, CircleCI, Jenkins, Travis, Azure Pipelines, Bitbucket, Buildkite, Drone, AppVeyor, Woodpecker, Cirrus, Forgejo, Gitea, Semaphore, Cloud Build, CodeBuild, TeamCity, Tekton, Zuul, SourceHut and other known systems build, although their files are not audited. A pipeline that tests nothing: that is another rule's business.",
      fix: 'Generate a pipeline for the stack under "Generate", or add a workflow in `.github/workflows` that installs, tests and builds on every pull request.',
      example: {
        before: "README.md\npackage.json\nsrc/index.ts\n",
        after: "README.md\n.github/workflows/ci.yml\npackage.json\nsrc/index.ts\n",
      },
    },
  },

  *check({ repository }) {
    const { paths } = repository.snapshot;
    if (paths.some((path) => CI_FILES.some((pattern) => pattern.test(path)))) return;
    const hasCode = paths.some((path) => SOURCE.test(path) || BUILD_FILE.test(path));
    yield {
      message: hasCode
        ? "No CI system builds or tests this repository; add a workflow that runs on every pull request."
        : "This repository has no pipeline; it has no code either, so add one when there is something to check.",
      path: ".github/workflows",
      at: { start: 0, end: 0 },
      anchor: "repository",
      severity: hasCode ? "high" : "low",
    };
  },
});
