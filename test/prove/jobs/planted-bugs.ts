/** Bugs that people write: each is planted into the sources while they are bundled, and the story that it breaks must notice. */
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { isFair, runFairness } from "./fairness.ts";
import { runLimits } from "./limits.ts";
import {
  type Told,
  tellOfAlarms,
  tellOfDuplicates,
  tellOfKilledWorkers,
  tellOfRetryAfter,
  tellOfSignedOut,
} from "./small-stories.ts";
import { isOrderly, runTakeover } from "./takeover.ts";
import { runLoss, SHORT } from "./webhook-loss.ts";

type Story = { readonly promise: string; readonly tell: (changes?: readonly SourceChange[]) => Promise<Told> };
type Bug = { readonly name: string; readonly story: Story; readonly changes: readonly SourceChange[] };

const takeover: Story = {
  promise: "a worker that lost its job writes nothing",
  async tell(changes) {
    const run = await runTakeover(changes);
    const { fences, lostFences, state } = run;
    return {
      kept: isOrderly(run),
      figure: `fences ${fences.join(", ")}, lost ${lostFences.join(", ") || "none"}, ${state}`,
    };
  },
};
const fairness: Story = {
  promise: "an organization never runs more than its share",
  async tell(changes) {
    const run = await runFairness({ queued: 20, slowMs: 1_500 }, changes);
    return { kept: isFair(run), figure: `${run.atOnce} at once, ${run.waitMs} ms of waiting` };
  },
};
const loss: Story = {
  promise: "what was answered with success is kept",
  async tell(changes) {
    const { sent, withoutRow } = await runLoss(4, { ...SHORT, kills: 1 }, changes);
    return { kept: withoutRow === 0, figure: `${withoutRow} of ${sent.length} answered and lost` };
  },
};
const duplicates: Story = { promise: "a duplicate has no effect", tell: tellOfDuplicates };
const killed: Story = { promise: "jobs of a killed worker end", tell: tellOfKilledWorkers };
const alarms: Story = { promise: "alarms alone bring a job back", tell: tellOfAlarms };
const retryAfter: Story = { promise: "nobody asks before `retry-after`", tell: tellOfRetryAfter };
const signedOut: Story = { promise: "who signed out sees nothing more", tell: tellOfSignedOut };

const limits: Story = {
  promise: "no cap is passed and no window of GitHub broken",
  async tell(changes) {
    const { violations } = await runLimits(changes);
    return { kept: violations.length === 0, figure: violations[0] ?? "no breach" };
  },
};

const REARM = "      if (next !== null) await this.#wakeBy(next);";
const BUGS: readonly Bug[] = [
  {
    name: "writes are not fenced",
    story: takeover,
    changes: [
      {
        file: "worker/db/jobs.ts",
        from: "        eq(jobs.fence, job.fence),\n        inArray(jobs.state, [...from]),",
        to: "        inArray(jobs.state, [...from]),",
      },
      { file: "worker/db/jobs.ts", from: "and id = ${job.id} and fence = ${job.fence}", to: "and id = ${job.id}" },
    ],
  },
  {
    name: "a lease is given although it is held",
    story: duplicates,
    changes: [
      {
        file: "worker/objects/repo-jobs/state.ts",
        from: 'lease?.mode === "held" && now < lease.until',
        to: 'lease?.mode === "held" && now < 0',
      },
    ],
  },
  {
    name: "a webhook is not known by its id",
    story: duplicates,
    changes: [
      {
        file: "worker/db/deliveries.ts",
        from: "i.hook_id, i.guid, i.event, i.action,",
        to: "i.hook_id, i.guid || i.id, i.event, i.action,",
      },
    ],
  },
  {
    name: "a webhook is answered before it is written",
    story: loss,
    changes: [
      {
        file: "worker/services/webhooks/receive-webhook.ts",
        from: "const stored = await storeDelivery(ctx, addressed, decision);",
        to: `void storeDelivery(ctx, addressed, decision).catch(() => undefined);
  const stored: Stored = { isKnown: 1, isInForce: 1, id, outcome: decision.outcome, jobId: null, made: null, admitted: [] };`,
      },
    ],
  },
  {
    name: "nobody looks after lost messages and workers",
    story: killed,
    changes: [
      { file: "worker/services/jobs/reconcile.ts", from: 'if (due.action === "republish") {', to: "if (false) {" },
      { file: "worker/services/jobs/reconcile.ts", from: 'if (due.action === "expire") await', to: "if (false) await" },
    ],
  },
  {
    name: "alarms are not armed again",
    story: alarms,
    changes: ["repo-jobs", "org-jobs"].map((name) => ({
      file: `worker/objects/${name}/object.ts`,
      from: REARM,
      to: "",
    })),
  },
  {
    name: "`retry-after` is not waited for",
    story: retryAfter,
    changes: [
      {
        file: "worker/adapters/github/rate-limits.ts",
        from: "return until > now ? until : null;",
        to: "return until > now ? now : null;",
      },
    ],
  },
  {
    name: "a cap of tokens is not looked at",
    story: limits,
    changes: [
      {
        file: "worker/objects/quota/state.ts",
        from: "tokensIn(ledger, windows[cap]) + tokens > caps[cap]",
        to: "tokens < 0",
      },
    ],
  },
  {
    name: "a token's gate does not know that GitHub refused",
    story: limits,
    changes: [
      {
        file: "worker/objects/token-gate/state.ts",
        from: 'return until > now ? { ok: false, reason: "limited", until } : null;',
        to: "return null;",
      },
    ],
  },
  {
    name: "writes of a token are not spaced",
    story: limits,
    changes: [
      {
        file: "worker/objects/token-gate/state.ts",
        from: 'if (kind === "write" && nextWriteAt > now)',
        to: 'if (kind === "write" && nextWriteAt > now + 900)',
      },
    ],
  },
  {
    name: "places in the queue are not counted",
    story: fairness,
    changes: [
      { file: "worker/db/admission.ts", from: "sql`${slots} - ${outstanding(orgId, kind)}`", to: "sql`${slots}`" },
    ],
  },
  {
    name: "an open socket is never asked for its rights again",
    story: signedOut,
    changes: [
      {
        file: "worker/services/live/check-access.ts",
        from: "  return viewers.map((viewer) => {",
        to: '  if (at > 0) return viewers.map(() => "ok");\n  return viewers.map((viewer) => {',
      },
    ],
  },
];

/** Every story without a bug, then with each; `only` names the bugs to plant. */
export async function provePlantedBugs(
  report: Report,
  only: readonly string[] = BUGS.map(({ name }) => name),
): Promise<void> {
  const planted = BUGS.filter(({ name }) => only.includes(name));
  for (const story of new Set(planted.map((bug) => bug.story))) {
    const { kept, figure } = await story.tell();
    report.claim(`${story.promise}, as the product is`, kept, figure);
  }
  for (const { name, story, changes } of planted) {
    const { kept, figure } = await story.tell(changes);
    report.claim(`caught: ${name}`, !kept, `"${story.promise}" breaks: ${figure}`);
  }
}
