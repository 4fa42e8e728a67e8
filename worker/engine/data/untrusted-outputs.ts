/** Outputs of actions that hold text of a pull request or comment. Source: each action's README and advisories, 2026-08. */

interface UntrustedOutput {
  readonly outputs: RegExp;
  readonly events: readonly string[];
  readonly what: string;
  /** False where inputs or the version make the action escape what it puts out. */
  readonly isRaw?: (inputs: (name: string) => string | null, major: number | null) => boolean;
}

const PULL_REQUEST = ["pull_request", "pull_request_target"];
const COMMENT = ["issue_comment", "pull_request_review_comment"];
const FILE_NAMES = "names of changed files";
const HEAD_BRANCH = "the name of the pull request's branch";

const ROWS: Readonly<Record<string, UntrustedOutput>> = {
  // GHSA-mcph-m25j-8j63: escapes by default since v41.
  "tj-actions/changed-files": {
    outputs: /files$/,
    events: PULL_REQUEST,
    what: FILE_NAMES,
    isRaw: (inputs, major) => inputs("safe_output") === "false" || (major !== null && major < 41),
  },
  "dorny/paths-filter": {
    outputs: /_files$/,
    events: PULL_REQUEST,
    what: FILE_NAMES,
    isRaw: (inputs) => ["csv", "json"].includes(inputs("list-files") ?? "none"),
  },
  "jitterbit/get-changed-files": { outputs: /./, events: PULL_REQUEST, what: FILE_NAMES },
  "ana06/get-changed-files": { outputs: /./, events: PULL_REQUEST, what: FILE_NAMES },
  "trilom/file-changes-action": { outputs: /^files/, events: PULL_REQUEST, what: FILE_NAMES },
  // GHSA-8v8w-v8xg-79rf: escapes since v7.0.7.
  "tj-actions/branch-names": {
    outputs: /^(?:head_ref_branch|current_branch|ref_branch)$/,
    events: PULL_REQUEST,
    what: HEAD_BRANCH,
    isRaw: (_inputs, major) => major !== null && major < 7,
  },
  "xt0rted/pull-request-comment-branch": { outputs: /^head_ref$/, events: COMMENT, what: HEAD_BRANCH },
  "alessbell/pull-request-comment-branch": { outputs: /^head_ref$/, events: COMMENT, what: HEAD_BRANCH },
  "eficode/resolve-pr-refs": { outputs: /^head_ref$/, events: COMMENT, what: HEAD_BRANCH },
  "khan/pull-request-comment-trigger": { outputs: /^comment_body$/, events: COMMENT, what: "the comment's text" },
  "peter-evans/find-comment": {
    outputs: /^comment-body$/,
    events: [...PULL_REQUEST, ...COMMENT, "issues"],
    what: "a comment's text",
  },
  "potiuk/get-workflow-origin": { outputs: /^sourceheadbranch$/, events: ["workflow_run"], what: HEAD_BRANCH },
  "lots0logs/gh-action-get-changed-files": { outputs: /./, events: PULL_REQUEST, what: FILE_NAMES },
  "stefanbuck/github-issue-parser": {
    outputs: /^(?:jsonstring|issueparser_)/,
    events: ["issues"],
    what: "the issue's text",
  },
  "zentered/issue-forms-body-parser": { outputs: /^data$/, events: ["issues"], what: "the issue's text" },
  "amannn/action-semantic-pull-request": {
    outputs: /^error_message$/,
    events: PULL_REQUEST,
    what: "the pull request's title",
  },
};

/** Actions whose outputs are made of the text of one of their inputs. Source: their READMEs, 2026-11. */
const PASSED_ON: Readonly<Record<string, string>> = {
  "actions-ecosystem/action-regex-match": "text",
  "ashley-taylor/regex-property-action": "value",
  "frabert/replace-string-action": "string",
  "kaisugi/action-regex-match": "text",
  "mad9000/actions-find-and-replace-string": "source",
};

/** The input whose text an action puts out again; null for any other action. */
export function inputPassedOn(action: string): string | null {
  return Object.hasOwn(PASSED_ON, action) ? (PASSED_ON[action] ?? null) : null;
}

export interface OutputQuestion {
  /** `owner/repo`, lower case. */
  readonly action: string;
  readonly output: string;
  readonly major: number | null;
  readonly inputs: (name: string) => string | null;
}

/** What an action's output holds of a stranger's text, and under which events; null when nothing is known of it. */
export function untrustedOutput(question: OutputQuestion): { what: string; events: readonly string[] } | null {
  const row = ROWS[question.action];
  if (row === undefined || !row.outputs.test(question.output.toLowerCase())) return null;
  return (row.isRaw?.(question.inputs, question.major) ?? true) ? { what: row.what, events: row.events } : null;
}
