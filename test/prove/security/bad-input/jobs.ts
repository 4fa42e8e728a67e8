/** Jobs that are not there, not ours or over, the same one asked for many times, and messages that nobody sent. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { bad, type Group, together } from "./case.ts";
import { type Ground, type Heard, OWN_PAGE } from "./ground.ts";

const NOBODY = "019a0000-0000-7000-8000-000000000000";
const AT_ONCE = 20;
const ONE = { jobs: 1, analyses: 1 };
const PATIENCE_MS = 30_000;
const POLL_MS = 100;
/** About as much as a message may hold. */
const FILLER = "x".repeat(120_000);

/** A job of the own organization that is over, and one of somebody else's. */
async function jobOf(to: Ground, whose: "own" | "foreign"): Promise<string> {
  const [job] = await to.rows(
    `select id from jobs where repository_id = '${to[whose]}' and state = 'completed' order by created_at limit 1`,
  );
  if (!job) throw new Error(`No ${whose} job is over.`);
  return String(job.id);
}

function idsIn(heard: Heard): ReadonlySet<unknown> {
  const answers = JSON.parse(heard.text) as string[];
  return new Set(answers.map((text) => (JSON.parse(text) as { job_id: string }).job_id));
}

const isOneJob = (heard: Heard) => idsIn(heard).size === 1;

function analyse(to: Ground, once?: string, type = "full"): Promise<Heard> {
  const body = { repository_id: to.own, type };
  return to.change("POST", "/api/analysis", { body, ...(once !== undefined && { once }) });
}

function manyAtOnce(to: Ground): Promise<Heard> {
  const asked = Array.from({ length: AT_ONCE }, () => analyse(to, randomUUID(), "security"));
  return Promise.all(asked).then(together);
}

/** Lines of this event that the Worker wrote so far. */
function linesOf(to: Ground, event: string): number {
  return to.world.logged.filter((line) => line.includes(`"event":"${event}"`)).length;
}

async function until(holds: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + PATIENCE_MS; !holds(); await pause(POLL_MS)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}

/** Messages that say nothing are put away, those of ids that lead nowhere too; then a real one is heard as ever. */
async function sendJunk(to: Ground): Promise<Heard> {
  const over = await jobOf(to, "own");
  const unreadable = [
    null,
    7,
    "job",
    [],
    {},
    { v: 1 },
    { v: 1, job_id: "7" },
    { v: 1, job_id: FILLER },
    { job_id: over },
  ];
  const leadsNowhere = [
    { v: 1, job_id: NOBODY },
    { v: 1, job_id: over },
    { v: 1, job_id: over, kind: "moon_landing", org_id: NOBODY },
  ];
  const before = { unreadable: linesOf(to, "message_unreadable"), failed: linesOf(to, "message_failed") };
  await to.sideDoor("queue", { queue: "Q_SYNC_0", messages: [...leadsNowhere, ...unreadable] });
  const isRead = await until(() => linesOf(to, "message_unreadable") >= before.unreadable + unreadable.length);
  const answer = await analyse(to, undefined, "performance");
  await to.settle();
  const failed = linesOf(to, "message_failed") - before.failed;
  const isFine = isRead && failed === 0;
  return isFine ? answer : { ...answer, status: 599, text: `read ${isRead}, ${failed} failed` };
}

/** One for another version of the Worker is kept for it: it comes again. */
async function sendNewer(to: Ground): Promise<Heard> {
  const before = linesOf(to, "message_unreadable");
  await to.sideDoor("queue", { queue: "Q_CI_0", messages: [{ v: 2, job_id: NOBODY }] });
  const comesAgain = await until(() => linesOf(to, "message_unreadable") >= before + 2);
  const answer = await to.ask({ path: "/health" });
  return comesAgain ? answer : { ...answer, status: 599, text: "it did not come again" };
}

const LATE = { isShort: true } as const;

export const JOBS: Group = {
  name: "jobs",
  rows: [
    bad("cancelling a job that is over", { status: 409, problem: "conflict", ...LATE }, async (to) =>
      to.change("DELETE", `/api/jobs/${await jobOf(to, "own")}`),
    ),
    bad("running a job again that went well", { status: 409, problem: "conflict", ...LATE }, async (to) =>
      to.change("POST", `/api/jobs/${await jobOf(to, "own")}/retry`),
    ),
    ...(["GET /", "GET /logs", "DELETE /", "POST /retry"] as const).map((what) =>
      bad(`a job of somebody else: ${what}`, { status: 404, problem: "not_found", ...LATE }, async (to) => {
        const [method = "", rest = ""] = what.split(" ");
        const path = `/api/jobs/${await jobOf(to, "foreign")}${rest === "/" ? "" : rest}`;
        return method === "GET" ? to.ask({ path }) : to.change(method, path);
      }),
    ),
    ...(["retry", "delete"] as const).map((what) =>
      bad(`set-aside jobs, one of them somebody else's: ${what}`, { status: 404, ...LATE }, async (to) => {
        const ids = [await jobOf(to, "own"), await jobOf(to, "foreign")];
        return to.change("POST", `/api/jobs/dead-letter/${what}`, { body: { ids } });
      }),
    ),
    bad("set-aside jobs, 101 at once", { status: 422, ...LATE }, (to) =>
      to.change("POST", "/api/jobs/dead-letter/delete", { body: { ids: Array(101).fill(NOBODY) } }),
    ),
    bad("the webhook deliveries of somebody else's repository", { status: 200, ...LATE, also: hasNoItems }, (to) =>
      to.ask({ path: `/api/webhooks/deliveries?repository_id=${to.foreign}` }),
    ),
    bad(
      "the same analysis, asked for 20 times at once",
      // One that is at work already, and one for all that come behind it.
      { status: 202, also: (heard) => idsIn(heard).size <= 2, adds: ONE, mayAdd: ONE, isShort: true },
      manyAtOnce,
    ),
    bad(
      "the same request 20 times at once under one key",
      { status: 202, also: isOneJob, adds: { jobs: 1, analyses: 1 } },
      (to) => underOneKey(to, AT_ONCE),
    ),
    bad("the key of another request", { status: 422, problem: "invalid_input", adds: { jobs: 1, analyses: 1 } }, (to) =>
      mismatched(to),
    ),
    bad("messages that say nothing", { status: 202, adds: { jobs: 1, analyses: 1 } }, sendJunk),
    bad("a message for a newer Worker", 200, sendNewer),
  ],
};

function hasNoItems({ text }: Heard): boolean {
  return text.includes('"items":[]');
}

/** Those that come while the first is under way are told so, and get its answer when they ask again. */
async function underOneKey(to: Ground, count: number): Promise<Heard> {
  const once = randomUUID();
  const patient = async (): Promise<Heard> => {
    for (;;) {
      const heard = await analyse(to, once, "ci_cd");
      if (heard.status !== 409) return heard;
      await pause(POLL_MS);
    }
  };
  return together(await Promise.all(Array.from({ length: count }, patient)));
}

async function mismatched(to: Ground): Promise<Heard> {
  await to.settle();
  const once = randomUUID();
  await analyse(to, once, "ci_cd");
  const body = JSON.stringify({ repository_id: to.own, type: "performance" });
  const headers = { ...OWN_PAGE, "content-type": "application/json", "idempotency-key": once };
  return to.ask({ method: "POST", path: "/api/analysis", headers, body });
}
