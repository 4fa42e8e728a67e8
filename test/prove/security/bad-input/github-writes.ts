/** A pull request that GitHub, the repository or the user's own permission does not let through, or only in part. */
import { bad, type Group, together } from "./case.ts";
import {
  endsInOne,
  type Fault,
  makePlans,
  open,
  openWhile,
  type Plan,
  type PlanName,
  placeOf,
  push,
  WORKFLOW,
  workflowOf,
  writesNothing,
} from "./github-plans.ts";
import type { Ground, Heard } from "./ground.ts";

/** What follows from a push to the branch that people work on. */
const PUSHED = { jobs: 2, analyses: 1 };

const repositoryIs = (change: object): Fault => ({
  match: { method: "GET", path: "/repositories/*" },
  action: { mutate: change },
});
const refuses = (what: string, status: number, message: string): Fault => ({
  match: { method: "POST", path: `/repos/person-0/writes-refused${what}` },
  action: { status, body: { message, documentation_url: "https://docs.github.com/rest" } },
});

type Refusal = readonly [what: string, status: number, problem: string, fault: Fault];

const REFUSALS: readonly Refusal[] = [
  ["an archived repository", 409, "repository_archived", repositoryIs({ "/archived": true })],
  ["a repository without the right to push", 403, "github_permission", repositoryIs({ "/permissions/push": false })],
  [
    "a branch that the repository's rules refuse",
    409,
    "github_invalid",
    refuses("/git/refs", 422, "Reference update failed"),
  ],
  [
    "a repository that lets us write no object",
    403,
    "github_permission",
    refuses("/git/blobs", 403, "Resource not accessible by integration"),
  ],
  ["a repository that is blocked", 403, "github_blocked", refuses("/git/blobs", 451, "Repository access blocked")],
];

const LOST: Readonly<Partial<Record<PlanName, string>>> = {
  "lost-branch": "/git/refs",
  "lost-commit": "/git/commits",
  "lost-pull": "/pulls",
};

const withScopes = async (to: Ground, scopes: string, work: () => Promise<Heard>): Promise<Heard> => {
  const own = "user_id = (select id from users where login = 'person-0')";
  const [row] = await to.sideDoor("sql", { sql: `select scopes from github_tokens where ${own}` });
  const put = (value: unknown) =>
    to.sideDoor("sql", { sql: `update github_tokens set scopes = ? where ${own}`, values: [value] });
  await put(scopes);
  return work().finally(() => put(row?.scopes));
};

const apply = (to: Ground, analysisId: string, body: object) =>
  to.change("POST", `/api/analysis/${analysisId}/apply`, { body });

export const GITHUB_WRITES: Group = {
  name: "writes to GitHub",
  prepare: makePlans,
  rows: [
    bad(
      "a pull request to workflows without that permission",
      { status: 403, problem: "missing_scope", isShort: true },
      (to) => writesNothing(to, "refused", () => withScopes(to, "repo", () => open(to, placeOf(to, "refused")))),
    ),
    ...REFUSALS.map(([what, status, problem, fault]) =>
      bad(`a pull request to ${what}`, { status, problem, isShort: true }, (to) =>
        writesNothing(to, "refused", () => openWhile(to, "refused", fault)),
      ),
    ),
    bad("a plan that nobody made", { status: 404, isShort: true }, (to) =>
      apply(to, placeOf(to, "refused").analysisId, { plan_id: "019a0000-0000-7000-8000-000000000000" }),
    ),
    bad("a fix of another analysis beside an own one", { status: 404, isShort: true }, (to) =>
      apply(to, placeOf(to, "refused").analysisId, {
        remediation_ids: [...placeOf(to, "refused").fixes, ...placeOf(to, "lost-pull").fixes],
      }),
    ),
    bad("the plan of another analysis", { status: 404, isShort: true }, (to) =>
      apply(to, placeOf(to, "refused").analysisId, { plan_id: placeOf(to, "lost-pull").plan.id }),
    ),
    ...Object.entries(LOST).map(([name, path]) =>
      bad(
        `a pull request of which an answer got lost: ${path}`,
        { status: 200, ...(name === "lost-pull" && { isShort: true }) },
        (to) =>
          endsInOne(to, name as PlanName, () =>
            openWhile(to, name as PlanName, {
              match: { method: "POST", path: `/repos/person-0/writes-${name}${path}` },
              action: { after: "apply", status: 502, body: {} },
              times: 1,
            }),
          ),
      ),
    ),
    bad("a branch of the planned name that is somebody else's", { status: 200, also: tookAnotherName }, (to) =>
      endsInOne(to, "taken", async () => {
        const place = placeOf(to, "taken");
        await push(to, place, { files: { "theirs.txt": "x\n" }, branch: place.plan.branch });
        return open(to, place);
      }),
    ),
    bad("a plan whose branch moved on elsewhere", { status: 200, adds: PUSHED }, (to) =>
      endsInOne(to, "moved", async () => {
        await push(to, placeOf(to, "moved"), { files: { "README.md": "hello\n" } });
        return open(to, placeOf(to, "moved"));
      }),
    ),
    bad("twenty clicks on a pull request that is open", { status: 200, mayBeLong: true }, async (to) =>
      together(await Promise.all(Array.from({ length: 20 }, () => open(to, placeOf(to, "moved"))))),
    ),
    // The last one: the plan is of no use afterwards.
    bad("a file that changed since the plan", { status: 409, problem: "stale", adds: PUSHED, isShort: true }, (to) =>
      writesNothing(to, "refused", async () => {
        await push(to, placeOf(to, "refused"), { files: { [WORKFLOW]: `${workflowOf("refused")}# more\n` } });
        return open(to, placeOf(to, "refused"));
      }),
    ),
  ],
};

function tookAnotherName({ text: body }: Heard): boolean {
  const { pull_request: pull } = JSON.parse(body) as Plan;
  return pull?.branch.endsWith("-2") === true;
}
