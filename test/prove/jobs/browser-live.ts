/** A real browser follows jobs while its sockets are cut at random: nothing it shows is missing, doubled or out of order. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { buildWeb, freePort, startStack } from "../../../scripts/stack.ts";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { Journey } from "../../support/journey.ts";
import { controlOf } from "../../support/local-control.ts";
import type { Report } from "../report.ts";
import { between, pick, sequence } from "./random.ts";

const REPOSITORY = "acme/checkout-api";
/** Makes a job last for some seconds. */
const GITHUB_TAKES_MS = 400;
const CUTS = ["reset", "end", "torn"] as const;
/** What the server says before a cut, at most. */
const MOST_PIECES = 3;
const JOB_SOCKET = /^\/api\/jobs\/[^/]+\/live/;
const LIST_SOCKET = /^\/api\/live/;
const PATIENCE_MS = 60_000;
const SEED = 6;
const BUILT = fileURLToPath(new URL("../../../dist/client/index.html", import.meta.url));

type Line = { readonly seq: number; readonly message: string };
type LogJson = { readonly items: readonly Line[] };
type Watched = { shown: number; wrong: string[] };
type Followed = {
  readonly id: string;
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

type Run = { readonly journey: Journey; readonly proxy: CuttingProxy };

/** Starts an analysis and follows it on its page; answers with what the page and the log say. */
async function follow(run: Run, repositoryId: string): Promise<Followed> {
  const { page } = run.journey;
  const { origin } = new URL(page.url());
  const headers = { origin, "x-ado-request": "1" };
  const started = await page.request.post(`${origin}/api/repositories/${repositoryId}/analyze`, { headers });
  const { job_id: id } = (await started.json()) as { job_id: string };
  await page.goto(`${origin}/jobs/${id}`);
  await page
    .locator(".badge", { hasText: /^Completed$/ })
    .first()
    .waitFor({ timeout: PATIENCE_MS });
  const { items: logged } = await run.journey.api<LogJson>(`/api/jobs/${id}/logs?limit=500`);
  await page.locator(`[data-seq="${logged.at(-1)?.seq}"]`).waitFor();
  return { id, seen: await linesOf(page), logged, watched: await page.evaluate(() => window.watched) };
}

const isWhole = ({ seen, logged }: Followed) =>
  seen.length === logged.length &&
  seen.every(({ seq, message }, index) => seq === logged[index]?.seq && message === logged[index]?.message);

/** Jobs whose row in the other tab does not say what the API says. */
async function wrongRows(list: Page, jobs: readonly Followed[], journey: Journey): Promise<string[]> {
  const wrong: string[] = [];
  for (const { id } of jobs) {
    const { state } = await journey.api<{ state: string }>(`/api/jobs/${id}`);
    const row = list.locator(`[data-job="${id}"][data-state="${state}"]`);
    await row.waitFor({ timeout: PATIENCE_MS }).catch(() => wrong.push(id));
  }
  return wrong;
}

async function cutAll(run: Run, target: number): Promise<{ jobs: Followed[]; wrong: string[] }> {
  const { journey } = run;
  await journey.page.context().addInitScript(watchLog);
  await journey.signIn();
  await journey.connect(REPOSITORY);
  await journey.seeFindings();
  type Listed = { items: { id: string; full_name: string }[] };
  const { items } = await journey.api<Listed>("/api/repositories?limit=100");
  const id = items.find(({ full_name: name }) => name === REPOSITORY)?.id ?? "";
  const list = await journey.page.context().newPage();
  await list.goto(new URL("/jobs", journey.page.url()).href);
  const jobs: Followed[] = [];
  while (run.proxy.cut(JOB_SOCKET) < target) jobs.push(await follow(run, id));
  return { jobs, wrong: await wrongRows(list, jobs, journey) };
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
    await control("POST", "faults", { match: { path: "/repos/*" }, times: -1, action: { delayMs: GITHUB_TAKES_MS } });
    const { jobs, wrong } = await cutAll({ journey, proxy }, target);
    const events = jobs.reduce((sum, { logged }) => sum + logged.length, 0);
    const changes = jobs.reduce((sum, { watched }) => sum + watched.shown, 0);
    const torn = jobs.filter((job) => !isWhole(job)).map(({ id }) => id);
    const disorder = jobs.flatMap(({ watched }) => watched.wrong);
    const sockets = `${proxy.cut(JOB_SOCKET)} of ${proxy.opened(JOB_SOCKET)} sockets cut, seed ${seed}`;
    const read = proxy.asked(/^\/api\/jobs\/[^/]+\/logs$/) - 2 * jobs.length;
    report.claim(
      "The browser's list of events is complete after its socket was cut at random",
      torn.length === 0 && events > 0,
      `${events} events of ${jobs.length} jobs, ${torn.length} lists that differ from the log; ${sockets}; read over HTTP ${Math.max(0, read)} times`,
    );
    report.claim(
      "No list was ever out of order or had a gap while it grew",
      disorder.length === 0 && changes > 0,
      `${changes} changes of the page looked at, ${disorder.length} wrong${disorder[0] ? `: ${disorder[0]}` : ""}`,
    );
    report.claim(
      "The list of jobs in another tab, whose socket was cut too, ends as the API says",
      wrong.length === 0,
      `${jobs.length} rows, ${wrong.length} wrong; ${proxy.cut(LIST_SOCKET)} of ${proxy.opened(LIST_SOCKET)} sockets cut`,
    );
  } finally {
    await journey.end();
    await proxy.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
