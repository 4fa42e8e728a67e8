import { firstCommit, type Lookups } from "../../lookups.ts";
import { manifestLanguages } from "../../profile/manifest-languages.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const NEW_FILE = ".github/workflows/codeql.yml";

/** Languages of a stack profile under CodeQL's names that need no build: docs.github.com, "CodeQL supported languages", seen 2026-11-21. */
const LANGUAGES: Readonly<Record<string, string>> = {
  node: "javascript-typescript",
  python: "python",
  ruby: "ruby",
  java: "java-kotlin",
  dotnet: "csharp",
  rust: "rust",
};

const SCANNERS =
  /codeql|semgrep|sonar(?:cloud|qube|source)|snyk|bandit|brakeman|gosec|njsscan|devskim|checkmarx|fortify|veracode|coverity|horusec|bearer|psalm.*taint|clang-analyzer|infer\b|opengrep|mobsf|security-code-scan/i;

export const missingSast = defineRule({
  meta: {
    id: "missing-sast",
    category: "security",
    severity: "low",
    title: "No static analysis looks for security faults",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A public repository on GitHub with workflows and code in a language that CodeQL reads, none of whose workflows runs CodeQL or a comparable analysis.",
      why: "Injections, unsafe deserialisation and hard-coded secrets in the code are found by a machine in minutes and by reviews by chance. Scorecard's SAST check asks for the same: https://github.com/ossf/scorecard/blob/main/docs/checks.md#sast.",
      notReported:
        'Private repositories, where the plan decides, and those whose visibility is not known. Repositories with Semgrep, SonarQube, Snyk, Bandit, gosec, Brakeman or another known analyser. Code scanning that is switched on in the settings ("default setup") leaves no file: set the finding aside there. Languages that need a build.',
      fix: "The fix adds CodeQL's workflow for the languages of the repository, pinned and with the least permissions.",
      example: {
        before: ".github/workflows/ci.yml\n",
        after: ".github/workflows/ci.yml\n.github/workflows/codeql.yml\n",
      },
    },
  },

  *check({ repository, steps, jobs, lookups }) {
    const languages = manifestLanguages(repository).flatMap((language) => LANGUAGES[language] ?? []);
    const settings = repository.workflows.length === 0 || languages.length === 0 ? "unknown" : lookups.settings();
    if (settings === "unknown" || settings.visibility !== "public") return;
    const calls = jobs.map(({ job }) => job.uses?.raw ?? "");
    const words = steps.map(({ step }) => `${step.uses?.name ?? ""} ${step.run?.value ?? ""}`);
    if ([...calls, ...words].some((text) => SCANNERS.test(text))) return;
    yield {
      message: `No workflow looks for security faults in ${languages.join(", ")}; add CodeQL.`,
      path: NEW_FILE,
      at: { start: 0, end: 0 },
      anchor: "repository",
      fix: () => newWorkflow(lookups, languages),
    };
  },
});

function newWorkflow(lookups: Lookups, languages: readonly string[]): FixOutcome {
  const checkout = firstCommit(lookups, "actions/checkout", ["v7", "v6", "v5"]);
  const codeql = firstCommit(lookups, "github/codeql-action", ["v4", "v3"]);
  if (checkout === "unknown" || codeql === "unknown") {
    return {
      abstain:
        "The commits of the actions could not be looked up; switch on code scanning in the repository's settings.",
    };
  }
  const use = (path: string) => `github/codeql-action/${path}@${codeql.sha}${codeql.tag ? ` # ${codeql.tag}` : ""}`;
  const text = [
    "name: CodeQL",
    "on:",
    "  pull_request:",
    "  schedule:",
    "    - cron: '23 4 * * 2'",
    "permissions: {}",
    "concurrency:",
    "  group: ${{ github.workflow }}-${{ github.event.pull_request.number || github.run_id }}",
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    "jobs:",
    "  analyze:",
    "    runs-on: ubuntu-24.04",
    "    timeout-minutes: 30",
    "    permissions:",
    "      contents: read",
    "      security-events: write",
    "    strategy:",
    "      fail-fast: false",
    "      matrix:",
    `        language: [${languages.join(", ")}]`,
    "    steps:",
    `      - uses: actions/checkout@${checkout.sha}${checkout.tag ? ` # ${checkout.tag}` : ""}`,
    "        with:",
    "          persist-credentials: false",
    `      - uses: ${use("init")}`,
    "        with:",
    "          languages: ${{ matrix.language }}",
    "          build-mode: none",
    `      - uses: ${use("analyze")}`,
    "",
  ].join("\n");
  return {
    edits: [{ path: NEW_FILE, start: 0, end: 0, text }],
    title: "Analyse the code with CodeQL",
    explanation:
      "Runs for pull requests and once a week. Do not merge it where code scanning is on in the settings already: the two exclude each other.",
  };
}
