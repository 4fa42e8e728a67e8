/** Plans for pull requests that nobody opened yet, opened in all kinds of weather. */
import { setTimeout as pause } from "node:timers/promises";
import type { Ground, Heard } from "./ground.ts";

export type Plan = {
  readonly id: string;
  readonly branch: string;
  readonly pull_request: { readonly branch: string } | null;
};
type Place = {
  readonly fullName: string;
  readonly analysisId: string;
  readonly fixes: readonly string[];
  readonly plan: Plan;
};
export type Fault = { readonly match: object; readonly action: object; readonly times?: number };

export const WORKFLOW = ".github/workflows/ci.yml";
const PATIENCE_MS = 60_000;
const POLL_MS = 50;
/** One for each case that opens a pull request; the first is for those that open none. */
const LONG = ["refused", "moved", "taken", "lost-branch", "lost-commit", "lost-pull"] as const;
const SHORT = ["refused", "lost-pull"] as const;
export type PlanName = (typeof LONG)[number];

export const workflowOf = (name: string) => `name: ${name}
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: npm test
  lint:
    runs-on: ubuntu-24.04
    steps:
      - run: npm run lint
`;

/** By ground: two runs in one process share none. */
const places = new WeakMap<Ground, Map<PlanName, Place>>();

export function placeOf(to: Ground, name: PlanName): Place {
  const place = places.get(to)?.get(name);
  if (!place) throw new Error(`There is no plan called ${name}.`);
  return place;
}

async function analysisOf(to: Ground, id: string): Promise<string> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    const { text: page } = await to.ask({ path: `/api/analysis/repository/${id}` });
    const [analysis] = (JSON.parse(page) as { items: { id: string; phase: string }[] }).items;
    if (analysis?.phase === "completed") return analysis.id;
  }
  throw new Error("An analysis did not end.");
}

/** A repository with a plan for a pull request that nobody opened yet. */
async function planned(to: Ground, name: PlanName): Promise<Place> {
  const id = await to.connect(`writes-${name}`, { [WORKFLOW]: workflowOf(name) });
  const analysisId = await analysisOf(to, id);
  const { text: page } = await to.ask({ path: `/api/analysis/${analysisId}/remediations` });
  const fixes = (JSON.parse(page) as { items: { id: string }[] }).items.map((fix) => fix.id);
  const made = await to.change("POST", `/api/analysis/${analysisId}/apply`, { body: { remediation_ids: fixes } });
  if (made.status !== 200) throw new Error(`There is no plan: ${made.text}`);
  return { fullName: `person-0/writes-${name}`, analysisId, fixes, plan: JSON.parse(made.text) as Plan };
}

export function open(to: Ground, { analysisId, plan }: Place): Promise<Heard> {
  return to.change("POST", `/api/analysis/${analysisId}/apply`, { body: { plan_id: plan.id } });
}

/** Opens while GitHub answers so. The fault is gone afterwards. */
export async function openWhile(to: Ground, name: PlanName, { match, action, times = -1 }: Fault): Promise<Heard> {
  const { github } = to.world;
  await github.control("faults", { match, action, times });
  try {
    return await open(to, placeOf(to, name));
  } finally {
    await github.control("faults", {}, "DELETE");
  }
}

async function githubHas(to: Ground, { fullName }: Place): Promise<{ pulls: number; written: number }> {
  const token = await to.world.github.token({ login: "person-0" });
  const headers = { authorization: `Bearer ${token}`, "user-agent": "proof" };
  const list = async (path: string): Promise<unknown[]> => {
    const response = await fetch(`${to.world.github.url}/repos/${fullName}${path}`, { headers });
    return (await response.json()) as unknown[];
  };
  const [pulls, branches] = await Promise.all([list("/pulls?state=all"), list("/branches")]);
  return { pulls: pulls.length, written: branches.length - 1 };
}

/** A refusal that must have written nothing at all. */
export async function writesNothing(to: Ground, name: PlanName, work: () => Promise<Heard>): Promise<Heard> {
  const heard = await work();
  const { pulls, written } = await githubHas(to, placeOf(to, name));
  return pulls + written === 0
    ? heard
    : { ...heard, status: 599, text: `GitHub is not as it was: ${pulls} pull requests and ${written} branches` };
}

/** Clicks until it is open: the answer, or that there is not exactly one pull request. */
export async function endsInOne(to: Ground, name: PlanName, work: () => Promise<Heard>): Promise<Heard> {
  const first = await work();
  const last = first.status === 200 ? first : await open(to, placeOf(to, name));
  const { pulls } = await githubHas(to, placeOf(to, name));
  return pulls === 1 ? last : { ...last, status: 599, text: `${pulls} pull requests: ${last.text}` };
}

/** Makes the plans that the cases name. */
export async function makePlans(to: Ground, short: boolean): Promise<void> {
  const names: readonly PlanName[] = short ? SHORT : LONG;
  const made = await Promise.all(names.map(async (name) => [name, await planned(to, name)] as const));
  places.set(to, new Map(made));
}

type Pushed = { readonly files: object; readonly branch?: string };

export async function push(to: Ground, { fullName }: Place, { files, branch = "main" }: Pushed): Promise<void> {
  await to.world.github.control("push", { repo: fullName, files, branch, login: "person-0" });
}
