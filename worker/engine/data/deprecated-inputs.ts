/** Inputs that an action's `action.yml` marks with `deprecationMessage`. */

export interface DeprecatedInput {
  /** `owner/repo[/path]`, lower case. */
  readonly action: string;
  readonly majors: readonly number[];
  readonly input: string;
  /** The input to use in its place with the same value; null where there is none. */
  readonly successor: string | null;
  /** What the action says, in our words. */
  readonly says: string;
  readonly source: string;
  readonly seen: string;
}

type Advice = readonly [successor: string | null, says: string];

function row(
  [action, ...majors]: readonly [string, ...number[]],
  input: string,
  [successor, says]: Advice,
): DeprecatedInput {
  const source = `https://github.com/${action.split("/").slice(0, 2).join("/")}/blob/v${majors.at(-1)}/action.yml`;
  return { action, majors, input, successor, says, source, seen: "2026-11-21" };
}

const UNUSED = "it is no longer used and will be removed";
const renamed = (successor: string): Advice => [successor, `it is now called \`${successor}\``];

export const DEPRECATED_INPUTS: readonly DeprecatedInput[] = [
  row(["actions/setup-node", 1, 2], "version", renamed("node-version")),
  row(["actions/cache", 4, 5], "save-always", [
    null,
    "it does not work as intended; use `actions/cache/restore` and `actions/cache/save`",
  ]),
  row(["actions/create-github-app-token", 1], "app_id", renamed("app-id")),
  row(["actions/create-github-app-token", 1], "private_key", renamed("private-key")),
  row(["actions/create-github-app-token", 1], "skip_token_revoke", renamed("skip-token-revoke")),
  row(["docker/setup-buildx-action", 3], "config", renamed("buildkitd-config")),
  row(["docker/setup-buildx-action", 3], "config-inline", renamed("buildkitd-config-inline")),
  row(["docker/setup-buildx-action", 3], "install", [
    null,
    "Docker drops `docker buildx install`; set `BUILDX_BUILDER` instead",
  ]),
  row(["enricomi/publish-unit-test-result-action", 2], "github_token_actor", [null, "it is detected now"]),
  row(["enricomi/publish-unit-test-result-action", 2], "junit_files", renamed("files")),
  row(["enricomi/publish-unit-test-result-action", 2], "nunit_files", renamed("files")),
  row(["enricomi/publish-unit-test-result-action", 2], "trx_files", renamed("files")),
  row(["enricomi/publish-unit-test-result-action", 2], "xunit_files", renamed("files")),
  row(["github/codeql-action/analyze", 3, 4], "add-snippets", [null, "it has no effect any more"]),
  row(["google-github-actions/auth", 2], "retries", [null, UNUSED]),
  row(["google-github-actions/auth", 2], "backoff", [null, UNUSED]),
  row(["google-github-actions/auth", 2], "backoff_limit", [null, UNUSED]),
  row(["ncipollo/release-action", 1], "artifact", renamed("artifacts")),
];

const byVersion = new Map<string, readonly DeprecatedInput[]>();
for (const entry of DEPRECATED_INPUTS) {
  for (const major of entry.majors) {
    const key = `${entry.action} ${major}`;
    byVersion.set(key, [...(byVersion.get(key) ?? []), entry]);
  }
}

/** The deprecated inputs of an action (`owner/repo[/path]`, lower case) in a major version. */
export function deprecatedInputs(action: string, major: number): readonly DeprecatedInput[] {
  return byVersion.get(`${action} ${major}`) ?? [];
}
