/**
 * What GitHub's contexts with a fixed set of properties hold, and how many arguments its functions take. Contexts that a workflow
 * or a repository fills (`env`, `vars`, `secrets`, `steps`, `needs`, `matrix`, `inputs`, `jobs`) are not here.
 */

export interface ContextRow {
  readonly context: string;
  /** As GitHub spells them. */
  readonly properties: readonly string[];
  readonly source: string;
  readonly seen: string;
}

export interface FunctionRow {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** True for `case`, which takes pairs and a last value. */
  readonly isOdd: boolean;
  readonly source: string;
  readonly seen: string;
}

const DOCS = "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts";
const SERVICE = "https://www.npmjs.com/package/@actions/languageservice/v/0.3.61";
const RUNNER = "https://github.com/actions/runner/blob/main/src/Runner.Worker/GitHubContext.cs";
const EXPRESSIONS = "https://www.npmjs.com/package/@actions/expressions/v/0.3.61";
const seen = "2026-11-21";

/** Some properties of `github` are not in GitHub's documentation: the runner adds paths of its own, and the service sends limits with a run. */
const GITHUB =
  "action action_path action_ref action_repository action_status actor actor_id api_url base_ref env event event_name event_path graphql_url head_ref job path ref ref_name ref_protected ref_type repository repositoryUrl repository_id repository_owner repository_owner_id retention_days run_attempt run_id run_number secret_source server_url sha token triggering_actor workflow workflow_ref workflow_sha workspace";
const GITHUB_OF_RUNNER = "output state step_summary";
const GITHUB_OF_SERVICE =
  "artifact_cache_size_limit enterprise_managed_business_id repository_self_hosted_runners_disabled repository_visibility";

export const CONTEXT_ROWS: readonly ContextRow[] = [
  { context: "github", properties: GITHUB.split(" "), source: SERVICE, seen },
  { context: "github", properties: GITHUB_OF_RUNNER.split(" "), source: RUNNER, seen },
  {
    context: "github",
    properties: GITHUB_OF_SERVICE.split(" "),
    source: `${DOCS}#example-contents-of-the-github-context`,
    seen,
  },
  {
    context: "runner",
    properties: "arch debug environment name os temp tool_cache workspace".split(" "),
    source: `${DOCS}#runner-context`,
    seen,
  },
  {
    context: "job",
    properties:
      "check_run_id container services status workflow_file_path workflow_ref workflow_repository workflow_sha".split(
        " ",
      ),
    source: `${DOCS}#job-context`,
    seen,
  },
  {
    context: "strategy",
    properties: "fail-fast job-index job-total max-parallel".split(" "),
    source: `${DOCS}#strategy-context`,
    seen,
  },
];

/** The properties of a context whose set is fixed, under lower case; null for the others. */
export function propertiesOf(context: string): ReadonlyMap<string, string> | null {
  return byContext.get(context) ?? null;
}

const byContext = new Map<string, Map<string, string>>();
for (const { context, properties } of CONTEXT_ROWS) {
  const known = byContext.get(context) ?? new Map<string, string>();
  for (const property of properties) known.set(property.toLowerCase(), property);
  byContext.set(context, known);
}

/** GitHub refuses more. */
const MANY = 255;

function takes(name: string, least: number, most = least): FunctionRow {
  return { name, least, most, isOdd: name === "case", source: EXPRESSIONS, seen };
}

/** The functions that every expression may call; those of some places (`always`, `hashFiles`…) are in GitHub's grammar. */
export const FUNCTION_ROWS: readonly FunctionRow[] = [
  takes("case", 3, MANY),
  takes("contains", 2),
  takes("endsWith", 2),
  takes("format", 1, MANY),
  takes("fromJSON", 1),
  takes("join", 1, 2),
  takes("startsWith", 2),
  takes("toJSON", 1),
];

/** Names of the functions that only some places have, as GitHub spells them. */
export const PLACE_FUNCTIONS: readonly string[] = ["always", "cancelled", "failure", "hashFiles", "success"];

/** What people write for a property that GitHub has elsewhere, lower case. Source: the `job` and `github` context pages. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["github.job_workflow_sha", "job.workflow_sha"],
  ["github.job_workflow_ref", "job.workflow_ref"],
  ["github.branch", "github.ref_name"],
  ["github.branch_name", "github.ref_name"],
  ["github.tag", "github.ref_name"],
  ["github.tag_name", "github.ref_name"],
  ["github.user", "github.actor"],
  ["github.event_type", "github.event_name"],
  ["github.pull_request", "github.event.pull_request"],
  ["github.commit", "github.sha"],
  ["runner.tool-cache", "runner.tool_cache"],
]);
