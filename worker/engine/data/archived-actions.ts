/**
 * Repositories of actions and hooks that their owners archived. An archive is read-only: no release, no security fix.
 * Archived repositories hardly ever come back; where GitHub is asked, its answer goes first.
 */

interface ArchivedRepository {
  /** `owner/repo`, lower case. */
  readonly repository: string;
  /** What to use instead, to follow "use"; null where nothing takes its place. */
  readonly instead: string | null;
  readonly source: string;
  readonly seen: string;
}

/** A search of GitHub for archived repositories with the topic `github-actions`, kept by zizmor (MIT). */
const LIST = "https://github.com/zizmorcore/zizmor/blob/main/support/archived-action-repos.txt";
const HOOKS = "https://github.com/zizmorcore/zizmor/blob/main/support/archived-pre-commit-repos.txt";
const SEEN = "2026-11-21";

/** Repository, and behind `|` what to use instead. */
const ROWS = `
8398a7/action-slack | \`slackapi/slack-github-action\`
actions-rs/audit-check | \`cargo audit\` in a script, or \`rustsec/audit-check\`
actions-rs/cargo | \`cargo\` in a script
actions-rs/clippy-check | \`cargo clippy\` in a script
actions-rs/components-nightly | \`rustup\` in a script
actions-rs/grcov | \`grcov\` in a script
actions-rs/install | \`cargo install --locked\` in a script, or \`taiki-e/install-action\`
actions-rs/tarpaulin | \`cargo tarpaulin\` in a script
actions-rs/toolchain | \`rustup\` in a script, or \`dtolnay/rust-toolchain\`
actions/create-release | \`gh release create\` in a script
actions/setup-elixir | \`erlef/setup-beam\`
actions/setup-haskell | \`haskell-actions/setup\`
actions/setup-ruby | \`ruby/setup-ruby\`
actions/upload-release-asset | \`gh release upload\` in a script
artichoke/setup-rust | \`rustup\` in a script
aslafy-z/conventional-pr-title-action | \`amannn/action-semantic-pull-request\`
azure/appconfiguration-sync
azure/appservice-actions
azure/container-actions
azure/container-scan
azure/data-factory-deploy-action
azure/data-factory-export-action
azure/data-factory-validate-action
azure/get-keyvault-secrets | \`az keyvault secret show\` in a script
azure/k8s-actions
azure/manage-azure-policy
azure/publish-security-assessments
azure/run-sqlpackage-action
azure/spring-cloud-deploy
azure/webapps-container-deploy | \`azure/webapps-deploy\`
cirrus-actions/rebase | \`gh pr update-branch --rebase\` in a script
contributor-assistant/github-action
crazy-max/ghaction-docker-buildx | \`docker/setup-buildx-action\`
crazy-max/ghaction-hugo
decathlon/pull-request-labeler-action | \`actions/labeler\`
delaguardo/setup-graalvm | \`graalvm/setup-graalvm\`
expo/expo-preview-action | \`expo/expo-github-action/preview\`
facebook/pysa-action
google/mirror-branch-action
gradle/gradle-build-action | \`gradle/actions/setup-gradle\`
grafana/k6-action | \`grafana/setup-k6-action\` and \`grafana/run-k6-action\`
hashicorp/terraform-cdk-action
helaili/github-graphql-action | \`gh api graphql\` in a script
helaili/jekyll-action | \`actions/jekyll-build-pages\`
ilshidur/action-slack | \`slackapi/slack-github-action\`
irgolic/autopr
jakejarvis/cloudflare-purge-action
jakejarvis/firebase-deploy-action
jakejarvis/hugo-build-action
jakejarvis/lighthouse-action
jakejarvis/s3-sync-action | \`aws s3 sync\` in a script
justinribeiro/lighthouse-action
machine-learning-apps/wandb-action
marvinpinto/action-automatic-releases | \`gh release create\` in a script
marvinpinto/actions | \`gh release create\` in a script
maxheld83/ghpages | \`actions/deploy-pages\`
meilcli/danger-action
mikepenz/gradle-dependency-submission | \`gradle/actions/dependency-submission\`
orf/cargo-bloat-action
paambaati/codeclimate-action
primer/figma-action
repo-sync/pull-request | \`gh pr create\` in a script
repo-sync/repo-sync
scottbrenner/generate-changelog-action
secrethub/actions | \`1password/load-secrets-action\`
semgrep/semgrep-action | \`semgrep ci\` in the container \`semgrep/semgrep\`
sonarsource/sonarcloud-github-action | \`sonarsource/sonarqube-scan-action\`
stefanprodan/kube-tools
svenstaro/upx-action
technote-space/auto-cancel-redundant-workflow | the key \`concurrency\` with \`cancel-in-progress\`
technote-space/get-diff-action | \`git diff --name-only\` in a script
tibdex/github-app-token | \`actions/create-github-app-token\`
trmcnvn/chrome-addon
verygoodopensource/very_good_coverage
whelk-io/maven-settings-xml-action | the inputs of \`actions/setup-java\` that write \`settings.xml\`
youyo/aws-cdk-github-actions | \`cdk\` in a script
z0al/dependent-issues
`;

/** Repositories of pre-commit hooks. */
const HOOK_ROWS = `
facebook/pyre-check
`;

export const ARCHIVED_REPOSITORIES: readonly ArchivedRepository[] = [
  ...readRows(ROWS, { source: LIST, seen: SEEN }),
  ...readRows(HOOK_ROWS, { source: HOOKS, seen: SEEN }),
];

function readRows(table: string, basis: Pick<ArchivedRepository, "source" | "seen">): ArchivedRepository[] {
  const lines = table.trim().split("\n");
  return lines.map((line) => {
    const [repository = "", instead = null] = line.split(" | ");
    return { repository, instead, ...basis };
  });
}

const byRepository = new Map(ARCHIVED_REPOSITORIES.map((known) => [known.repository, known]));

/** What is known of an archived repository (`owner/repo`, lower case); null for any other. */
export function archivedRepository(repository: string): ArchivedRepository | null {
  return byRepository.get(repository) ?? null;
}
