/** A real browser follows jobs while its sockets are cut at random: nothing it shows is missing, doubled or out of order. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { buildWeb, freePort, startStack } from "../../../scripts/stack.ts";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { Journey } from "../../support/journey.ts";
import { type Control, controlOf } from "../../support/local-control.ts";
import type { Report } from "../report.ts";
import { between, pick, sequence } from "./random.ts";

const REPOSITORY = "acme/checkout-api";
/** Makes a job last for some seconds. */
const GITHUB_TAKES_MS = 4_000;
const CUTS = ["reset", "end", "torn"] as const;
/** What the server says before a cut, at most. */
const MOST_PIECES = 2;
/** Tabs that follow the same job. */
const TABS = 4;
const JOB_SOCKET = /^\/api\/jobs\/[^/]+\/live/;
const LIST_SOCKET = /^\/api\/live/;
const PATIENCE_MS = 180_000;
const SEED = 6;
const BUILT = fileURLToPath(new URL("../../../dist/client/index.html", import.meta.url));

type Line = { readonly seq: number; readonly message: string };
type LogJson = { readonly items: readonly Line[] };
type Watched = { shown: number; wrong: string[] };
type Logged = { readonly address: string; readonly log: () => Promise<readonly Line[]> };
type Followed = {
  readonly seen: readonly Line[];
  readonly logged: readonly Line[];
  readonly watched: Watched;
};

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Runs in the page: each time that the log grows, its lines must be 1, 2, 3 … */
function watchLog(): void {
  window.watched = { shown: 0, wrong: [] };
  const look = () => {
    const seqs = [...document.querySelectorAll("[data-seq]")].map((line) => Number(line.getAttribute("data-seq")));
    window.watched.shown += 1;
    if (seqs.some((seq, index) => seq !== index + 1)) window.watched.wrong.push(seqs.join(" "));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

function linesOf(page: Page): Promise<Line[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("[data-seq]")].map((line) => ({
      seq: Number(line.getAttribute("data-seq")),
      message: line.lastElementChild?.textContent ?? "",
    })),
  );
}

type Run = {
  readonly control: Control;
  readonly journey: Journey;
  readonly proxy: CuttingProxy;
  readonly tabs: readonly Page[];
};

/** Opens a job's page in a tab, waits until it says that the job is over, and answers with what its log shows. */
async function follow(tab: Page, job: Logged): Promise<Followed> {
  await tab.goto(job.address, { waitUntil: "commit" });
  await tab
    .locator(".badge", { hasText: /^Completed$/ })
    .first()
    .waitFor();
  const logged = await job.log();
  await tab.locator(`[data-seq="${logged.at(-1)?.seq}"]`).waitFor();
  return { seen: await linesOf(tab), logged, watched: await tab.evaluate(() => window.watched) };
}

/** Starts an analysis and follows it in every tab. */
async function followAll({ journey, tabs }: Run, repositoryId: string): Promise<{ id: string; lists: Followed[] }> {
  const { origin } = new URL(journey.page.url());
  const headers = { origin, "x-ado-request": "1" };
  const path = `${origin}/api/repositories/${repositoryId}/analyze`;
  const started = await journey.page.request.post(path, { headers });
  const { job_id: id } = (await started.json()) as { job_id: string };
  const log = async () => (await journey.api<LogJson>(`/api/jobs/${id}/logs?limit=500`)).items;
  const lists = await Promise.all(tabs.map((tab) => follow(tab, { address: `${origin}/jobs/${id}`, log })));
  return { id, lists };
}

const isWhole = ({ seen, logged }: Followed) =>
  seen.length === logged.length &&
  seen.every(({ seq, message }, index) => seq === logged[index]?.seq && message === logged[index]?.message);

/** Jobs whose row in the other tab does not say what the API says. */
async function wrongRows(list: Page, jobs: readonly string[], journey: Journey): Promise<string[]> {
  const wrong: string[] = [];
  for (const id of jobs) {
    const { state } = await journey.api<{ state: string }>(`/api/jobs/${id}`);
    const row = list.locator(`[data-job="${id}"][data-state="${state}"]`);
    await row.waitFor().catch(() => wrong.push(id));
  }
  return wrong;
}

/** The id of the one connected repository. */
async function connected(journey: Journey): Promise<string> {
  await journey.signIn();
  await journey.connect(REPOSITORY);
  await journey.seeFindings();
  const { items } = await journey.api<{ items: { id: string }[] }>("/api/repositories?limit=100");
  return items[0]?.id ?? "";
}

type Found = {
  readonly jobs: readonly string[];
  readonly lists: readonly Followed[];
  readonly wrong: readonly string[];
};

async function cutAll(run: Run, target: number): Promise<Found> {
  const { control, journey, proxy } = run;
  const id = await connected(journey);
  await control("POST", "faults", { match: { path: "/repos/*" }, times: -1, action: { delayMs: GITHUB_TAKES_MS } });
  const list = await journey.page.context().newPage();
  await list.goto(new URL("/jobs", journey.page.url()).href);
  const all: { id: string; lists: Followed[] }[] = [];
  while (proxy.cut(JOB_SOCKET) < target) all.push(await followAll(run, id));
  const jobs = all.map((each) => each.id);
  return { jobs, lists: all.flatMap(({ lists }) => lists), wrong: await wrongRows(list, jobs, journey) };
}

function tell(
  report: Report,
  { jobs, lists, wrong, proxy, seed }: Found & { proxy: CuttingProxy; seed: number },
): void {
  const events = lists.reduce((sum, { logged }) => sum + logged.length, 0);
  const changes = lists.reduce((sum, { watched }) => sum + watched.shown, 0);
  const torn = lists.filter((list) => !isWhole(list)).length;
  const disorder = lists.flatMap(({ watched }) => watched.wrong);
  const cuts = `${proxy.cut(JOB_SOCKET)} of ${proxy.opened(JOB_SOCKET)} sockets cut, seed ${seed}`;
  report.claim(
    "The browser's list of events is complete after its socket was cut at random",
    torn === 0 && events > 0,
    `${events} events of ${jobs.length} jobs in ${TABS} tabs, ${torn} of ${lists.length} lists differ from the log; ${cuts}`,
  );
  report.claim(
    "No list was ever out of order or had a gap while it grew",
    disorder.length === 0 && changes > 0,
    `${changes} changes of the pages looked at, ${disorder.length} wrong${disorder[0] ? `: ${disorder[0]}` : ""}`,
  );
  report.claim(
    "The list of jobs in another tab, whose socket was cut too, ends as the API says",
    wrong.length === 0,
    `${jobs.length} rows, ${wrong.length} wrong; ${proxy.cut(LIST_SOCKET)} of ${proxy.opened(LIST_SOCKET)} sockets cut`,
  );
}

/** Cuts sockets of a real browser 100 times, 10 in the short form, while it follows jobs of the running product. */
export async function proveBrowserLive(report: Report, short: boolean, seed = SEED): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "autodevops-cuts-"));
  if (!short || !existsSync(BUILT)) await buildWeb();
  const stack = await startStack({
    dataDir,
    port: await freePort(),
    githubPort: await freePort(),
    control: true,
    variables: { RATE_LIMIT_FACTOR: "100" },
  });
  const random = sequence(seed);
  const target = short ? 10 : 100;
  const plan = () => ({ after: between(random, 1, MOST_PIECES), how: pick(random, CUTS) });
  const proxy = await startCuttingProxy(plan);
  const journey = await Journey.begin(stack.url, { proxy: proxy.url });
  try {
    const control = controlOf(stack.announced.url, stack.announced.control_token ?? "");
    const context = journey.page.context();
    // Journey's own patience is a person's; here a busy machine is no finding.
    context.setDefaultTimeout(PATIENCE_MS);
    journey.page.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(watchLog);
    const tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
    tell(report, { ...(await cutAll({ control, journey, proxy, tabs }, target)), proxy, seed });
  } finally {
    await journey.end();
    await proxy.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
