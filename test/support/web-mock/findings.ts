/** Findings with evidence and proved fixes, as an analysis of acme/storefront gives them. */
import type { Plan, Receipt, Recommendation, Remediation } from "../../../web/src/api-types.ts";
import { idOf } from "./ids.ts";

const PATH = ".github/workflows/ci.yml";
const ANALYSIS = idOf("analysis", 1);
const SHA256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

const CHECKS = ["parses", "valid_for_platform", "finding_gone", "no_new_finding", "untouched_elsewhere", "idempotent"];

const RECEIPT: Receipt = {
  rule_set_version: "2026.11.1",
  files: [{ path: PATH, before: SHA256, after: [...SHA256].reverse().join("") }],
  findings_before: 14,
  findings_after: 13,
  resolved: ["f1"],
  checks: CHECKS.map((name) => ({ name, passed: true })),
};

type FindingSeed = Pick<Recommendation, "rule" | "title" | "why" | "category" | "severity" | "message" | "line"> & {
  readonly quote: string;
  readonly fix?: number;
  readonly path?: string;
};

const INJECTION = {
  rule: "template-injection",
  title: "Untrusted text is expanded inside a script",
  why: "`${{ }}` is replaced before the shell runs. Whoever can set the text, for example with the title of a pull request, can run any command with the permissions and secrets of this job.",
  category: "security",
  severity: "critical",
} as const;

const PINNING = {
  rule: "unpinned-action",
  title: "Action is not pinned to a commit",
  why: "A tag can be moved to other code at any time, and that code runs with the permissions of this job. A full commit SHA cannot change.",
  category: "security",
  severity: "medium",
} as const;

const SEEDS: readonly FindingSeed[] = [
  {
    ...INJECTION,
    message:
      "The title of a pull request is expanded in this script; pass it through an environment variable and quote it there.",
    line: 31,
    quote: '      - name: Announce\n        run: |\n          echo "Checking ${{ github.event.pull_request.title }}"',
    fix: 1,
  },
  {
    rule: "missing-permissions",
    title: "The token has more rights than the job needs",
    why: "Without `permissions` the token gets the defaults of the organization, often write access to everything.",
    category: "security",
    severity: "high",
    message: "This workflow declares no `permissions`; declare `contents: read` and add what single jobs need.",
    line: 1,
    quote: "name: CI\non:\n  push:\n  pull_request:",
    fix: 2,
  },
  {
    ...PINNING,
    message: "`actions/checkout@v5` can change under you; pin it to a full commit SHA.",
    line: 14,
    quote: "      - uses: actions/checkout@v5 # with the whole history\n        with:\n          fetch-depth: 0",
    fix: 3,
  },
  {
    ...PINNING,
    message: "`actions/setup-node@v5` can change under you; pin it to a full commit SHA.",
    line: 17,
    quote: "      - uses: actions/setup-node@v5\n        with:\n          node-version: 24",
    fix: 4,
  },
  {
    ...PINNING,
    message: "`acme/deploy@main` follows a branch; pin it to a full commit SHA.",
    line: 22,
    path: ".github/workflows/release.yml",
    quote: "      - uses: acme/deploy@main",
  },
  {
    rule: "missing-job-timeout",
    title: "Job has no time limit",
    why: "A job that hangs runs for six hours by default and blocks a runner all that time.",
    category: "ci_cd",
    severity: "low",
    message: "Job `test` has no `timeout-minutes`; set one that is a little above its usual time.",
    line: 10,
    quote: "  test:\n    runs-on: ubuntu-24.04",
    fix: 5,
  },
  {
    rule: "missing-dependency-cache",
    title: "Dependencies are downloaded on every run",
    why: "Restoring a cache takes seconds; downloading everything again takes minutes.",
    category: "performance",
    severity: "low",
    message: "`npm ci` runs without a cache; set `cache: npm` on `actions/setup-node`.",
    line: 20,
    quote: "      - run: npm ci",
  },
];

export const FINDINGS: readonly Recommendation[] = SEEDS.map((seed, index) => {
  const { quote, fix, path = PATH, ...rest } = seed;
  const endLine = seed.line + quote.split("\n").length - 1;
  return {
    ...rest,
    id: idOf("finding", index + 1),
    analysis_id: ANALYSIS,
    path,
    end_line: endLine,
    column: 9,
    evidence: [{ path, line: seed.line, end_line: endLine, quote }],
    fingerprint: String(index).padStart(32, "0"),
    state: "open",
    remediation_id: fix === undefined ? null : idOf("fix", fix),
    origin: "rule",
    source: null,
  };
});

function fix(number: number, words: readonly [title: string, explanation: string], diff: string): Remediation {
  const [title, explanation] = words;
  const finding = FINDINGS.find((it) => it.remediation_id === idOf("fix", number));
  return {
    id: idOf("fix", number),
    analysis_id: ANALYSIS,
    rule: finding?.rule ?? "",
    fix_class: number === 3 || number === 4 ? "lookup" : number === 2 ? "review" : "safe",
    title,
    explanation,
    resolves: finding ? [finding.id] : [],
    diff,
    receipt: RECEIPT,
    pull_request: null,
    origin: "fixer",
    source: null,
  };
}

const HEAD = `--- a/${PATH}\n+++ b/${PATH}\n`;

export const FIXES: readonly Remediation[] = [
  fix(
    1,
    [
      "Pass the title through an environment variable",
      "The shell sees the title as data, never as code. The output of the step stays the same.",
    ],
    `${HEAD}@@ -29,5 +29,7 @@ jobs:\n       - run: npm test\n       - name: Announce\n+        env:\n+          PULL_REQUEST_TITLE: \${{ github.event.pull_request.title }}\n         run: |\n-          echo "Checking \${{ github.event.pull_request.title }}"\n+          echo "Checking \${PULL_REQUEST_TITLE}"\n       - run: npm run build\n`,
  ),
  fix(
    2,
    [
      "Declare read-only permissions",
      "Nothing in this workflow writes to the repository. Read the jobs that call other workflows before you merge.",
    ],
    `${HEAD}@@ -3,4 +3,7 @@ on:\n   push:\n   pull_request:\n \n+permissions:\n+  contents: read\n+\n jobs:\n`,
  ),
  fix(
    3,
    [
      "Pin actions/checkout to v5.0.1",
      "The commit is the one that the tag v5 stands for today. Updates arrive as pull requests from Dependabot.",
    ],
    `${HEAD}@@ -12,5 +12,5 @@ jobs:\n     runs-on: ubuntu-24.04\n     steps:\n-      - uses: actions/checkout@v5 # with the whole history\n+      - uses: actions/checkout@93cb6efe18208431cddfb8368fd83d5badbf9bfd # v5.0.1, with the whole history\n         with:\n           fetch-depth: 0\n`,
  ),
  fix(
    4,
    ["Pin actions/setup-node to v5.0.0", "The commit is the one that the tag v5 stands for today."],
    `${HEAD}@@ -16,4 +16,4 @@ jobs:\n           fetch-depth: 0\n-      - uses: actions/setup-node@v5\n+      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0\n         with:\n           node-version: 24\n`,
  ),
  fix(
    5,
    ["Limit the job to 15 minutes", "Its longest run of the last 30 took 6 minutes."],
    `${HEAD}@@ -9,4 +9,5 @@ jobs:\n   test:\n     runs-on: ubuntu-24.04\n+    timeout-minutes: 15\n     steps:\n`,
  ),
];

/** The plan for these fixes, in the state in which the API gives it first. */
export function planOf(remediationIds: readonly string[]): Plan {
  const chosen = FIXES.filter((it) => remediationIds.includes(it.id));
  return {
    id: idOf("other", 50),
    analysis_id: ANALYSIS,
    repository_id: idOf("repository", 1),
    state: "planned",
    branch: "autodevops/fix-ci-2c26b46",
    base: "main",
    base_commit: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    title: "ci: pass untrusted text safely and limit the job",
    body: chosen.map((it) => `- ${it.title}: ${it.explanation}`).join("\n"),
    files: [{ path: PATH, diff: chosen[0]?.diff ?? "" }],
    receipt: RECEIPT,
    remediation_ids: [...remediationIds],
    pull_request: null,
  };
}
