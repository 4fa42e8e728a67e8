/** Outputs of popular actions, of all their versions together, so that a name which is not here exists in none of them. */

export interface ActionOutputsRow {
  /** `owner/repo[/path]`, lower case. */
  readonly action: string;
  readonly outputs: readonly string[];
  readonly source: string;
  readonly seen: string;
}

function row(action: string, outputs: string): ActionOutputsRow {
  const [owner, repository, ...path] = action.split("/");
  const file = [...path, "action.yml"].join("/");
  return {
    action,
    outputs: outputs.split(" "),
    source: `https://github.com/${owner}/${repository}/blob/HEAD/${file}`,
    seen: "2026-11-21",
  };
}

export const ACTION_OUTPUT_ROWS: readonly ActionOutputsRow[] = [
  row("actions/cache", "cache-hit cache-primary-key cache-matched-key"),
  row("actions/cache/restore", "cache-hit cache-primary-key cache-matched-key"),
  row("actions/checkout", "ref commit"),
  row("actions/configure-pages", "base_url origin host base_path"),
  row("actions/create-github-app-token", "token installation-id app-slug"),
  row("actions/deploy-pages", "page_url"),
  row("actions/download-artifact", "download-path"),
  row("actions/setup-go", "go-version cache-hit"),
  row("actions/setup-java", "distribution version path cache-hit cache-primary-key"),
  row("actions/setup-node", "cache-hit node-version"),
  row("actions/setup-python", "python-version cache-hit python-path"),
  row("actions/upload-artifact", "artifact-id artifact-url artifact-digest"),
  row("docker/build-push-action", "imageid digest metadata"),
  row("docker/setup-qemu-action", "platforms"),
];

/** Actions whose outputs are named by their inputs, by a script or by what they find, whatever their metadata says. Lower case. */
export const OPEN_OUTPUTS: ReadonlySet<string> = new Set([
  "actions/github-script",
  "dorny/paths-filter",
  "google-github-actions/get-secretmanager-secrets",
  "google-github-actions/release-please-action",
  "googleapis/release-please-action",
  "hashicorp/vault-action",
  "step-security/changed-files",
  "tj-actions/changed-files",
]);
