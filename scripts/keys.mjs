#!/usr/bin/env node
/**
 * Encryption keys of a deploy: `npm run keys -- new` makes one, `status` says which key seals what, `rotate` seals what is under
 * an old key anew. Keys and tokens come from the environment and are never arguments: those are seen by every process.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

const KEY_BYTES = 32;
const KID = /^[A-Za-z0-9_-]{1,32}$/;
/** Each asks for a run as long as the cron's. */
const MAX_RUNS = 500;
const ANSWER_WITHIN_MS = 60_000;
const BETWEEN_MS = 1_000;
const USAGE = `Usage: npm run keys -- <command>

  new [name]  makes a key; with ENCRYPTION_KEYS set, prints its next value with the key added
  status      which key seals what, and which keys can be taken out
  rotate      seals what is under an old key anew, until nothing is left

status and rotate read AUTODEVOPS_URL (the address of the deploy) and OPERATOR_TOKEN (its secret).`;

class Failure extends Error {}

/** The keys that there are, from the environment. */
function presentKeys() {
  const text = process.env.ENCRYPTION_KEYS ?? "{}";
  try {
    const keys = JSON.parse(text);
    if (typeof keys === "object" && keys !== null && !Array.isArray(keys)) return keys;
  } catch {}
  throw new Failure("ENCRYPTION_KEYS is no JSON object of names and keys. Set it as it is deployed, or leave it out.");
}

function makeKey(name = `k${new Date().toISOString().slice(0, 10).replaceAll("-", "")}`) {
  const keys = presentKeys();
  if (!KID.test(name)) throw new Failure("A key's name has 1 to 32 letters, digits, - and _.");
  if (Object.hasOwn(keys, name)) throw new Failure(`There is a key ${name} already. Give another name.`);
  console.log(JSON.stringify({ ...keys, [name]: randomBytes(KEY_BYTES).toString("base64") }));
  console.error(`
1. Put this into the secret ENCRYPTION_KEYS, beside the keys that are there: \`wrangler secret put ENCRYPTION_KEYS\`.
2. Once that is deployed, set ENCRYPTION_ACTIVE_KID to ${name} and deploy again. New values are sealed with it from then on.
3. Old values follow by themselves within minutes; \`npm run keys -- rotate\` does it at once, \`status\` says how far it is.
4. Take an old key out once status calls it removable, but keep it 35 days elsewhere if you may have to restore a backup.`);
}

function setting(name) {
  const value = process.env[name];
  if (value) return value;
  throw new Failure(`Set ${name} in the environment: status and rotate ask the deploy.`);
}

async function ask(method, path) {
  const url = URL.parse(path, setting("AUTODEVOPS_URL"));
  const isSafe = url?.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(url?.hostname);
  if (!isSafe) throw new Failure("AUTODEVOPS_URL has to begin with https:// (http:// is for this machine alone).");
  const headers = { authorization: `Bearer ${setting("OPERATOR_TOKEN")}` };
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(url, { method, headers, redirect: "error", signal }).catch((error) => {
    throw new Failure(`${url.origin} could not be asked: ${error.cause?.message ?? error.message}.`);
  });
  if (response.ok) return response.json();
  if (response.status === 404) {
    throw new Failure("The deploy does not know this OPERATOR_TOKEN, or has none: set the secret there and here.");
  }
  throw new Failure(`${url.origin} answered ${response.status}. Try again in a minute.`);
}

const outdatedOf = ({ items }) => items.filter(({ active }) => !active).reduce((sum, { count }) => sum + count, 0);

const PLACES = { github_tokens: "GitHub access", ai_keys: "AI keys", webhooks: "webhooks" };

function show(view) {
  const configured = new Set(view.keys.map(({ kid }) => kid));
  const kids = new Set([...configured, ...view.items.map(({ kid }) => kid)]);
  for (const kid of kids) {
    const sealed = view.items.filter((item) => item.kid === kid);
    const parts = sealed.map(({ place, count }) => `${PLACES[place] ?? place} ${count}`).join(", ") || "nothing";
    const marks = [
      kid === view.active_kid && "active",
      !configured.has(kid) && "not configured: its values do not open",
      view.removable.includes(kid) && "removable",
    ].filter(Boolean);
    console.log(`${kid}: ${parts}${marks.length > 0 ? ` (${marks.join("; ")})` : ""}`);
  }
  const unreadable = view.progress.reduce((sum, part) => sum + part.unreadable, 0);
  if (unreadable > 0) {
    console.log(`${unreadable} values do not open with the keys that are configured. Put the missing key back.`);
  }
}

const unfinished = ({ progress }) => progress.some((part) => part.finished_at === null);

/** Asks for runs until one has nothing to do; webhooks follow with the syncs that were started. */
async function rotate() {
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    const view = await ask("POST", "/api/operator/encryption/rotate");
    if (!unfinished(view)) {
      show(view);
      const left = outdatedOf(view);
      if (left > 0) console.log(`${left} values are still under another key: webhooks follow with their syncs.`);
      return;
    }
    console.log(`${outdatedOf(view)} left`);
    await pause(BETWEEN_MS);
  }
  throw new Failure("There is still more to do. Ask again.");
}

const COMMANDS = {
  new: ([name]) => makeKey(name),
  status: async () => show(await ask("GET", "/api/operator/encryption")),
  rotate,
};

try {
  const [name = "", ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name)) throw new Failure(USAGE);
  await COMMANDS[name](rest);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
