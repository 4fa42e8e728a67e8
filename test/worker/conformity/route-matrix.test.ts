/** Every route, asked by everybody: answers as declared, no effect of what was refused, and nothing to be seen by strangers. */

import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { declaredRoutes } from "../../../worker/http/registry.ts";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { as, type Caller } from "../support/as.ts";
import { keepWorld } from "../support/kept-world.ts";
import { CANARY } from "../support/seed.ts";
import { isWithin, type Watch, watchStatements } from "../support/tripwire.ts";
import { type Expected, expectedOf, keyOf, rowOf } from "./expected.ts";
import { playWithIds } from "./id-games.ts";
import { play } from "./parameter-games.ts";
import { type Asker, askerOf, PRINCIPALS, type Principal } from "./principals.ts";
import { type Call, callAs, callOf, changesWhile, furnish, victimOf } from "./victim.ts";

type Seen = { readonly status: number; readonly problem: string | undefined; readonly text: string };
type Answers = Partial<Record<Principal, string>>;

/** Organization A and everybody who asks: the same for all routes, because each new caller costs objects of its own. */
let owner: Caller;
/** Has rows too, in another organization. */
let neighbour: Caller;
let everybody: Readonly<Partial<Record<Principal, Asker>>>;
let watch: Watch;

beforeAll(async () => {
  keepWorld(true);
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  owner = await as({ role: "owner" });
  neighbour = await as({ role: "owner" });
  const made = PRINCIPALS.map(async (principal) => [principal, await askerOf(principal, owner)]);
  everybody = Object.fromEntries(await Promise.all(made));
  await furnish(owner.orgId);
  await furnish(owner.orgId);
  watch = watchStatements();
});

afterAll(() => {
  watch.stop();
  keepWorld(false);
});

/** A job that runs while a route is asked would change rows, and outlive its test. */
beforeEach(() => {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC, env.Q_CI]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
});

const routes = declaredRoutes().map((spec) => ({ name: keyOf(spec), spec }));
const STRANGERS: readonly Principal[] = ["otherOwner", "otherToken"];

async function ask(spec: RouteSpec, asker: Asker, call: Call): Promise<Seen> {
  const response = await callAs(spec, asker, call);
  expect(response.headers.get("etag"), "by which a stranger could ask whether something changed").toBeNull();
  const text = await response.text();
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  const problem = isProblem ? String(JSON.parse(text).type).replace("/problems/", "") : undefined;
  return { status: response.status, problem, text };
}

/** In words, as exactly as the declaration tells. */
function said({ status, problem }: Pick<Seen, "status" | "problem">, expected: Expected): string {
  return expected.problem === undefined ? String(status) : `${status} ${problem}`;
}

/** `refused` by what the route declares; `stopped` by its service although they may call; `reads` and `changes` get through. */
type Outcome = "refused" | "stopped" | "reads" | "changes";

function outcomeOf(spec: RouteSpec, principal: Principal): Outcome {
  const expected = expectedOf(spec, principal);
  if (spec.method === "get") return "reads";
  if (expected.status < 400) return "changes";
  return expected.status === rowOf(spec).allowed && expected.problem !== "insufficient_scope" ? "stopped" : "refused";
}

/** Asks all of them about the same row, plays with its address, and looks whether anything changed. */
async function askTogether(spec: RouteSpec, principals: readonly Principal[]): Promise<Answers> {
  const victim = await victimOf(spec, owner);
  const call = await callOf(spec, victim);
  const answers: Answers = {};
  const asking = async (principal: Principal) => {
    const seen = await ask(spec, everybody[principal] ?? {}, call);
    if (STRANGERS.includes(principal)) expect(seen.text).not.toContain(CANARY);
    answers[principal] = said(seen, expectedOf(spec, principal));
  };
  const changed = await changesWhile(owner, async () => {
    await Promise.all(principals.map(asking));
    expect(await play({ spec, victim, stranger: everybody.otherOwner ?? {}, call })).toEqual([]);
  });
  expect(changed).toEqual([]);
  expect(await playWithIds({ spec, victim, call, neighbour })).toEqual([]);
  return answers;
}

/** Asks each about a row of its own in organization A, where nothing changes: a service stops, or the caller works elsewhere. */
async function askApart(spec: RouteSpec, principals: readonly Principal[]): Promise<Answers> {
  const calls: [Principal, Asker, Call][] = [];
  for (const principal of principals) {
    const call = await callOf(spec, await victimOf(spec, owner));
    const asker = STRANGERS.includes(principal) ? await askerOf(principal, owner) : (everybody[principal] ?? {});
    calls.push([principal, asker, call]);
  }
  const answers: Answers = {};
  const asking = async ([principal, asker, call]: [Principal, Asker, Call]) => {
    const seen = await ask(spec, asker, call);
    expect(seen.text).not.toContain(CANARY);
    answers[principal] = said(seen, expectedOf(spec, principal));
  };
  expect(await changesWhile(owner, () => Promise.all(calls.map(asking)))).toEqual([]);
  return answers;
}

/** Asks one whose call changes something, in an organization of its own. The owner's leaves its audit row and no other. */
async function askAnew(spec: RouteSpec, principal: Principal): Promise<string> {
  const victim = await victimOf(spec, await as({ role: "owner" }));
  const asker = await askerOf(principal, victim.owner);
  const seen = await ask(spec, asker, await callOf(spec, victim));
  if (principal === "owner" && spec.access === "org") {
    const { results } = await env.DB.prepare("select action from audit_log where org_id = ?")
      .bind(victim.owner.orgId)
      .all();
    expect(results).toEqual(seen.status < 400 && spec.audit !== null ? [{ action: spec.audit }] : []);
  }
  return said(seen, expectedOf(spec, principal));
}

describe("the isolation matrix", () => {
  it.each(routes)("$name", async ({ spec }) => {
    const outcomes = Map.groupBy(PRINCIPALS, (principal) => outcomeOf(spec, principal));
    const of = (outcome: Outcome) => outcomes.get(outcome) ?? [];
    const answers = await askTogether(spec, [...of("refused"), ...of("reads")]);
    const elsewhere = of("changes").filter((principal) => STRANGERS.includes(principal));
    Object.assign(answers, await askApart(spec, [...of("stopped"), ...elsewhere]));
    const here = of("changes").filter((principal) => !elsewhere.includes(principal));
    const anew = await Promise.all(here.map(async (principal) => [principal, await askAnew(spec, principal)]));
    Object.assign(answers, Object.fromEntries(anew));
    const broken = PRINCIPALS.map((principal) => {
      const expected = expectedOf(spec, principal);
      const promised = said({ problem: undefined, ...expected }, expected);
      return answers[principal] === promised ? "" : `${principal} gets ${answers[principal]} for ${promised}`;
    });
    expect(broken.filter(Boolean)).toEqual([]);
  });

  it("reads and writes by statements that name the organization", () => {
    expect([...watch.statements].filter((sql) => !isWithin(sql))).toEqual([]);
    expect(watch.statements.size).toBeGreaterThan(100);
  });
});
