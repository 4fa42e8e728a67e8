/** `npm run bench:webhooks`: signed push deliveries to the running Worker, ten at a time for ten seconds. */
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Journey } from "../support/journey.ts";
import { type RunningStack, runStack } from "../support/running-stack.ts";
import { Figures, percentile } from "./figures.ts";

const SPEND_MS = 10_000;
const AT_ONCE = 10;

type Hook = { id: number; url: string; secret: string };

/** The webhook as the local GitHub keeps it. */
function hookOf(stack: RunningStack): Hook {
  const state = JSON.parse(readFileSync(join(stack.dataDir, "github", "state.json"), "utf8")) as { hooks: Hook[] };
  const [hook] = state.hooks;
  if (!hook) throw new Error("The local GitHub has no webhook.");
  return hook;
}

async function deliver(hook: Hook): Promise<{ status: number; ms: number }> {
  const body = JSON.stringify({
    ref: "refs/heads/a-branch",
    after: "0123456789abcdef0123456789abcdef01234567",
    deleted: false,
  });
  const startedAt = performance.now();
  const response = await fetch(hook.url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": randomUUID(),
      "x-github-hook-id": String(hook.id),
      "x-hub-signature-256": `sha256=${createHmac("sha256", hook.secret).update(body).digest("hex")}`,
    },
  });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - startedAt };
}

async function load(hook: Hook): Promise<{ status: number; ms: number }[]> {
  const answers: { status: number; ms: number }[] = [];
  const until = performance.now() + SPEND_MS;
  const sender = async () => {
    while (performance.now() < until) answers.push(await deliver(hook));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return answers;
}

const stack = await runStack();
const journey = await Journey.begin(stack.url);
try {
  await journey.signIn();
  await journey.connect("acme/edge-proxy");
  await journey.seeFindings();
  await journey.end();
  const answers = await load(hookOf(stack));
  const times = answers.map(({ ms }) => ms);
  const figures = new Figures();
  figures.add("webhooks answered", (answers.length * 1_000) / SPEND_MS, "/s");
  figures.add("answer time, median", percentile(times, 0.5), "ms");
  figures.add("answer time, 95 %", percentile(times, 0.95), "ms");
  figures.add("answer time, 99 %", percentile(times, 0.99), "ms");
  figures.add("answers that are no success", answers.filter(({ status }) => status >= 300).length, "");
  figures.end();
} finally {
  await stack.dispose();
}
