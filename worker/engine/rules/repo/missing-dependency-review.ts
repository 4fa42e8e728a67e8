import { ecosystemsIn } from "../../data/update-ecosystems.ts";
import { firstCommit, type Lookups } from "../../lookups.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const NEW_FILE = ".github/workflows/dependency-review.yml";

export const missingDependencyReview = defineRule({
  meta: {
    id: "missing-dependency-review",
    category: "security",
    severity: "low",
    title: "New dependencies are not looked at in pull requests",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A public repository on GitHub with packages and workflows, none of which runs a dependency review on pull requests.",
      why: "A pull request that adds a package with a known hole looks like any other. The review compares the lockfiles of both sides with GitHub's advisories and fails: https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/about-dependency-review.",
      notReported:
        "Private repositories, where the plan decides and the file does not show it, and those whose visibility is not known. Repositories with `actions/dependency-review-action`, Snyk, OSV-Scanner, Trivy, Grype, Socket or `npm audit`-like steps. Repositories without a lockfile or manifest.",
      fix: "The fix adds the workflow that GitHub recommends, with a pinned action and read access alone.",
      example: {
        before: ".github/workflows/ci.yml\n",
        after: ".github/workflows/ci.yml\n.github/workflows/dependency-review.yml\n",
      },
    },
  },

  *check({ repository, steps, lookups }) {
    const settings = repository.workflows.length === 0 ? "unknown" : lookups.settings();
    if (settings === "unknown" || settings.visibility !== "public") return;
    const ecosystems = ecosystemsIn(repository.snapshot.paths).map(({ name }) => name);
    if (!ecosystems.some((name) => name !== "github-actions" && name !== "docker")) return;
    if (steps.some(({ step }) => SCANNERS.test(`${step.uses?.name ?? ""} ${step.run?.value ?? ""}`))) return;
    yield {
      message: "Pull requests can add packages with known holes unseen; add a dependency review.",
      path: NEW_FILE,
      at: { start: 0, end: 0 },
      anchor: "repository",
      fix: () => newWorkflow(lookups),
    };
  },
});

const SCANNERS =
  /dependency-review|snyk|osv-scanner|trivy|grype|socketsecurity|socket\.dev|audit-ci|\b(?:npm|pnpm|yarn(?: npm)?|cargo|composer|bundle(?:r)?-?) ?audit|pip-audit|govulncheck|safety check|ort\b|fossa|mend|whitesource|blackduck/i;

function newWorkflow(lookups: Lookups): FixOutcome {
  const checkout = firstCommit(lookups, "actions/checkout", ["v7", "v6", "v5"]);
  const review = firstCommit(lookups, "actions/dependency-review-action", ["v5", "v4"]);
  if (checkout === "unknown" || review === "unknown") {
    return {
      abstain: "The commits of the actions could not be looked up; add `actions/dependency-review-action` by hand.",
    };
  }
  const text = [
    "name: Dependency review",
    "on: pull_request",
    "permissions: {}",
    "concurrency:",
    "  group: ${{ github.workflow }}-${{ github.event.pull_request.number }}",
    "  cancel-in-progress: true",
    "jobs:",
    "  review:",
    "    runs-on: ubuntu-24.04",
    "    timeout-minutes: 10",
    "    permissions:",
    "      contents: read",
    "    steps:",
    `      - uses: actions/checkout@${checkout.sha}${comment(checkout.tag)}`,
    "        with:",
    "          persist-credentials: false",
    `      - uses: actions/dependency-review-action@${review.sha}${comment(review.tag)}`,
    "",
  ].join("\n");
  return {
    edits: [{ path: NEW_FILE, start: 0, end: 0, text }],
    title: "Review new dependencies in pull requests",
    explanation:
      "Adds a workflow that fails when a pull request brings a package with a known hole. It needs the dependency graph, which is on in public repositories.",
  };
}

function comment(tag: string | null): string {
  return tag === null ? "" : ` # ${tag}`;
}
