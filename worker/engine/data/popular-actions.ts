/**
 * Actions that very many workflows use, so that a name just beside theirs is a slip or a trap. All of them exist on GitHub under
 * this name; besides these, every action of the table of pins counts.
 */
import { ACTION_PINS } from "./action-pins.ts";

/** By owner. Source: the repositories themselves, `https://github.com/<owner>/<repo>`, seen 2026-11-21. */
const ROWS = `
actions checkout cache setup-node setup-python setup-go setup-java setup-dotnet upload-artifact download-artifact github-script stale labeler first-interaction create-release upload-release-asset configure-pages deploy-pages upload-pages-artifact add-to-project create-github-app-token attest-build-provenance dependency-review-action
docker build-push-action login-action metadata-action setup-buildx-action setup-qemu-action bake-action
github codeql-action super-linter
codecov codecov-action
aws-actions configure-aws-credentials amazon-ecr-login amazon-ecs-deploy-task-definition amazon-ecs-render-task-definition
azure login webapps-deploy docker-login setup-kubectl setup-helm k8s-deploy
google-github-actions auth setup-gcloud deploy-cloudrun get-gke-credentials
hashicorp setup-terraform vault-action
peaceiris actions-gh-pages actions-hugo
peter-evans create-pull-request create-or-update-comment repository-dispatch find-comment
softprops action-gh-release
tj-actions changed-files branch-names verify-changed-files
dorny paths-filter test-reporter
golangci golangci-lint-action
goreleaser goreleaser-action
pnpm action-setup
actions-rs toolchain cargo clippy-check
dtolnay rust-toolchain
swatinem rust-cache
pypa gh-action-pypi-publish cibuildwheel
ruby setup-ruby
shivammathur setup-php
gradle actions gradle-build-action wrapper-validation-action
jamesives github-pages-deploy-action
aquasecurity trivy-action tfsec-action
sonarsource sonarcloud-github-action sonarqube-scan-action
slackapi slack-github-action
appleboy ssh-action scp-action
cypress-io github-action
changesets action
stefanzweifel git-auto-commit-action
ad-m github-push-action
crazy-max ghaction-import-gpg ghaction-github-pages
sigstore cosign-installer
anchore sbom-action scan-action
ossf scorecard-action
step-security harden-runner
reviewdog action-setup action-eslint action-shellcheck
subosito flutter-action
helm chart-releaser-action chart-testing-action kind-action
astral-sh setup-uv ruff-action
oven-sh setup-bun
denoland setup-deno
jetbrains qodana-action
marocchino sticky-pull-request-comment
amannn action-semantic-pull-request
release-drafter release-drafter
ncipollo release-action
svenstaro upload-release-action
rlespinasse github-slug-action
technote-space get-diff-action
cachix install-nix-action cachix-action
conda-incubator setup-miniconda
mamba-org setup-micromamba
microsoft setup-msbuild
nick-fields retry
browser-actions setup-chrome
android-actions setup-android
reactivecircus android-emulator-runner
maxim-lobanov setup-xcode
lycheeverse lychee-action
pre-commit action
psf black
snyk actions
trufflesecurity trufflehog
gitleaks gitleaks-action
zizmorcore zizmor-action
dawidd6 action-download-artifact
`;

/** Owners in lower case by repository in lower case. */
export const POPULAR_OWNERS: ReadonlyMap<string, ReadonlySet<string>> = readOwners();

function readOwners(): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  const add = (owner: string, repo: string) => {
    const known = owners.get(repo);
    if (known) known.add(owner);
    else owners.set(repo, new Set([owner]));
  };
  for (const line of ROWS.trim().split("\n")) {
    const [owner = "", ...repos] = line.split(" ");
    for (const repo of repos) add(owner, repo);
  }
  for (const { action } of ACTION_PINS) {
    const [owner = "", repo = ""] = action.toLowerCase().split("/");
    add(owner, repo);
  }
  return owners;
}
