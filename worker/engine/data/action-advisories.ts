/**
 * Published advisories on actions, for runs that cannot ask GitHub; what GitHub answers goes before. Source of each row:
 * `https://github.com/advisories/` and its id.
 */
import type { Severity } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import type { Advisory } from "../lookups/answers.ts";

interface KnownAdvisory extends Advisory {
  /** `owner/repo`, lower case. */
  readonly action: string;
  readonly source: string;
  readonly seen: string;
}

/** Action, advisory, severity, range, first patched version, summary. */
const ROWS = `
hashicorp/vault-action|GHSA-4mgv-m5cm-f9h7|high|< 2.2.0|2.2.0|prints secrets of several lines unmasked
atlassian/gajira-create|GHSA-4xqx-pqpj-9fqw|critical|< 2.0.1|2.0.1|runs code from issue titles
kartverket/github-workflows|GHSA-f9qj-7gh3-mhj4|high|< 2.7.5|2.7.5|runs code from a Terraform plan
check-spelling/check-spelling|GHSA-g86g-chm8-7r2p|critical|< 0.0.19|0.0.19|leaks the token through a symbolic link
some-natalie/ghas-to-csv|GHSA-634p-93h9-92vh|medium|< 1.0.0|1.0.0|writes formulas into its CSV file
rlespinasse/github-slug-action|GHSA-7f32-hm4h-w77q|medium|< 1.1.1|1.1.1|sets variables through its output
rlespinasse/github-slug-action|GHSA-7f32-hm4h-w77q|medium|>= 2.0.0, < 2.1.1|2.1.1|sets variables through its output
rlespinasse/github-slug-action|GHSA-6q4m-7476-932w|high|>= 4.0.0, < 4.4.1|4.4.1|runs code from branch names
tj-actions/verify-changed-files|GHSA-ghm2-rq8q-wrhc|high|< 17.0.0|17.0.0|runs code from file names
tj-actions/changed-files|GHSA-mcph-m25j-8j63|high|< 41.0.0|41.0.0|runs code from file names
tj-actions/changed-files|GHSA-mrrh-fwg8-r2c3|high|<= 45.0.7|46.0.1|had its tags moved to code that printed secrets
azure/setup-kubectl|GHSA-p756-rfxh-x63h|low|< 3|3|leaves a program that every user can change
embano1/wip|GHSA-rg3q-prf8-qxmp|high|< 2|2|runs code from pull request titles
gradle/gradle-build-action|GHSA-h3qr-39j9-4r5v|high|< 2.4.2|2.4.2|writes secrets into the cache
tj-actions/branch-names|GHSA-8v8w-v8xg-79rf|critical|< 7.0.7|7.0.7|runs code from branch names
tj-actions/branch-names|GHSA-gq52-6phf-x2r6|critical|< 9.0.0|9.0.0|runs code from branch names
fish-shop/syntax-check|GHSA-xj87-mqvh-88w2|medium|< 1.6.12|1.6.12|runs code from its pattern
ultralytics/actions|GHSA-7x29-qqmq-v6qc|high|< 0.0.3|0.0.3|runs code from pull requests
actions/download-artifact|GHSA-cxww-7g56-2vh6|high|>= 4.0.0, < 4.1.3|4.1.3|writes files outside its folder
j178/prek-action|GHSA-pwf7-47c3-mfhx|critical|<= 1.0.5|1.0.6|runs code from its inputs
lycheeverse/lychee-action|GHSA-65rg-554r-9j5x|medium|< 2.0.2|2.0.2|runs code from its version input
bullfrogsec/bullfrog|GHSA-m32f-fjw2-37v3|medium|< 0.8.4|0.8.4|lets DNS over TCP pass its filter
canonical/get-workflow-version-action|GHSA-26wh-cc3r-w6pj|high|< 1.0.1|1.0.1|prints part of the token
sonarsource/sonarqube-scan-action|GHSA-f79p-9c5r-xg88|high|>= 4.0.0, < 5.3.1|5.3.1|runs code from its arguments
sonarsource/sonarqube-scan-action|GHSA-5xq9-5g24-4g6f|high|>= 4.0.0, < 6.0.0|6.0.0|lets its arguments add others
super-linter/super-linter|GHSA-r79c-pqj3-577x|high|>= 6.0.0, < 8.3.1|8.3.1|runs code from file names
aquasecurity/trivy-action|GHSA-9p44-j4g5-cfx5|medium|>= 0.31.0, < 0.34.0|0.34.0|runs code from its inputs
aquasecurity/trivy-action|GHSA-69fq-xp46-6x23|critical|< 0.35.0|0.35.0|had its tags moved to code that stole secrets
aquasecurity/setup-trivy|GHSA-69fq-xp46-6x23|critical|< 0.2.6|0.2.6|had its tags moved to code that stole secrets
step-security/harden-runner|GHSA-g85v-wf27-67xc|low|< 2.10.2|2.10.2|runs code from the environment
step-security/harden-runner|GHSA-mxr3-8whj-j74r|medium|>= 0.12.0, < 2.12.0|2.12.0|lets jobs get around the ban on sudo
step-security/harden-runner|GHSA-cpmj-h4f6-r6pq|medium|< 2.14.2|2.14.2|lets traffic pass unseen
step-security/harden-runner|GHSA-46g3-37rh-v698|medium|< 2.16.0|2.16.0|lets traffic pass its egress policy
step-security/harden-runner|GHSA-g699-3x6g-wm3g|medium|< 2.16.0|2.16.0|lets traffic pass its egress policy
pypa/gh-action-pypi-publish|GHSA-vxmw-7h4f-hqxh|low|< 1.13.0|1.13.0|expands its own ref in a script
github/codeql-action|GHSA-vqf5-2xx6-9wfm|high|>= 3.26.11, <= 3.28.2|3.28.3|writes a token into its debug artifact
github/codeql-action|GHSA-vqf5-2xx6-9wfm|high|>= 2.26.11, < 3.0.0|3.28.3|writes a token into its debug artifact
dawidd6/action-download-artifact|GHSA-5xr6-xhww-33m4|high|< 6|6|takes artifacts from forks
anthropics/claude-code-action|GHSA-8q5r-mmjf-575q|medium|< 1.0.74|1.0.74|runs programs that a pull request configures
google-github-actions/run-gemini-cli|GHSA-wpqr-6v78-jr5g|critical|< 0.1.22|0.1.22|trusts the folder of whatever it works on
shivammathur/setup-php|GHSA-pqwm-q9pv-ph8r|medium|>= 2.25.0, < 2.37.1|2.37.1|runs code from the file that names the PHP version
shivammathur/setup-php|GHSA-5wxr-w449-57cm|medium|< 2.37.1|2.37.1|may show tokens with some versions of Composer
m00nl1ght-dev/steam-workshop-deploy|GHSA-x6gv-2rvh-qmp6|critical|< 4|4|uploads the repository's history and credentials
boldestdungeon/steam-workshop-deploy|GHSA-x6gv-2rvh-qmp6|critical|< 2.0.0|2.0.0|uploads the repository's history and credentials
buildalon/setup-steamcmd|GHSA-mj96-mh85-r574|high|< 1.1.0|1.1.0|prints a token of the account
ozi-project/publish|GHSA-2487-9f55-2vg9|medium|>= 1.13.2, < 1.13.6|1.13.6|runs code from a pull request's text
`;

const SOURCE = "https://github.com/advisories/";

export const ACTION_ADVISORIES: readonly KnownAdvisory[] = ROWS.trim().split("\n").map(readRow);

function readRow(line: string): KnownAdvisory {
  const [action = "", id = "", severity = "", range = "", firstPatched = "", summary = ""] = line.split("|");
  const known = { action, id, severity: severity as Severity, ranges: [range], firstPatched, summary };
  return { ...known, source: SOURCE + id, seen: "2026-11-21" };
}

const byAction = groupBy(ACTION_ADVISORIES, ({ action }) => action);

/** What the table knows of an action (`owner/repo`, lower case). */
export function knownAdvisories(action: string): readonly KnownAdvisory[] {
  return byAction.get(action) ?? [];
}

/** A commit that an attacker made, which tags pointed at for a while. */
interface MaliciousCommit {
  readonly action: string;
  readonly sha: string;
  readonly id: string;
  readonly firstPatched: string | null;
  readonly source: string;
  readonly seen: string;
}

export const MALICIOUS_COMMITS: readonly MaliciousCommit[] = [
  {
    action: "tj-actions/changed-files",
    sha: "0e58ed8671d6b60d0890c21b07f8835ace038e67",
    id: "GHSA-mrrh-fwg8-r2c3",
    firstPatched: "46.0.1",
    source: `${SOURCE}GHSA-mrrh-fwg8-r2c3`,
    seen: "2026-11-21",
  },
  {
    action: "reviewdog/action-setup",
    sha: "f0d342d24037bb11d26b9bd8496e0808ba32e9ec",
    id: "GHSA-qmg3-hpqr-gqvc",
    firstPatched: null,
    source: `${SOURCE}GHSA-qmg3-hpqr-gqvc`,
    seen: "2026-11-21",
  },
  {
    action: "aquasecurity/setup-trivy",
    sha: "8afa9b9f9183b4e00c46e2b82d34047e3c177bd0",
    id: "GHSA-69fq-xp46-6x23",
    firstPatched: "0.2.6",
    source: `${SOURCE}GHSA-69fq-xp46-6x23`,
    seen: "2026-11-21",
  },
];
