/** Ways to sign somebody in who shall not be, or as somebody else. */
import { setTimeout as pause } from "node:timers/promises";
import type { World } from "../../jobs/world.ts";
import { consent, Visitor } from "./visitor.ts";

/** Life of a flow in the proof, in place of ten minutes. */
export const FLOW_LIFE_MS = 3_000;

type Attempt = { readonly victim: Visitor; readonly response: Response };

export type Attack = {
  readonly name: string;
  readonly attempt: (world: World) => Promise<Attempt>;
  /** Where the browser ends, or the status where it goes nowhere. */
  readonly ends: string;
  /** Token requests that GitHub gets: none, unless only GitHub can know, or an honest flow is a part of it. */
  readonly asks?: number;
};

const STATE = "/welcome?error=oauth_state";
const FAILED = "/welcome?error=sign_in_failed";

function visitor(world: World): Visitor {
  return new Visitor(world.workerd.url);
}

/** A flow that its own browser ends, after something happened to the address on the way back. */
function spoiledBack(spoil: (back: string) => string): Attack["attempt"] {
  return async (world) => {
    const victim = visitor(world);
    const back = await consent(await victim.begin(), "victim");
    return { victim, response: await victim.get(spoil(back)) };
  };
}

/** A flow whose address was changed on the way to GitHub. */
function spoiledThere(spoil: (url: URL) => void): Attack["attempt"] {
  return async (world) => {
    const victim = visitor(world);
    const url = await victim.begin();
    spoil(url);
    const back = await consent(url, "victim");
    const response = back === "" ? new Response(null, { status: 400 }) : await victim.get(back);
    return { victim, response };
  };
}

const setParameter = (name: string, value: string) => (back: string) => {
  const url = new URL(back, "http://here");
  url.searchParams.set(name, value);
  return url.pathname + url.search;
};
const dropParameter = (name: string) => (back: string) => {
  const url = new URL(back, "http://here");
  url.searchParams.delete(name);
  return url.pathname + url.search;
};
const parameterOf = (path: string, name: string) => new URL(path, "http://here").searchParams.get(name) ?? "";

/** The attacker's flow, up to the address that GitHub sends its browser to. */
async function attackersBack(world: World): Promise<{ attacker: Visitor; back: string }> {
  const attacker = visitor(world);
  return { attacker, back: await consent(await attacker.begin(), "attacker") };
}

async function loginCsrf(world: World): Promise<Attempt> {
  const victim = visitor(world);
  const { back } = await attackersBack(world);
  return { victim, response: await victim.get(back) };
}

async function mixedBrowsers(world: World): Promise<Attempt> {
  const victim = visitor(world);
  await victim.begin();
  const { back } = await attackersBack(world);
  return { victim, response: await victim.get(back) };
}

async function injectedCode(world: World): Promise<Attempt> {
  const stolen = parameterOf(await consent(await visitor(world).begin(), "victim"), "code");
  const { attacker, back } = await attackersBack(world);
  return { victim: attacker, response: await attacker.get(setParameter("code", stolen)(back)) };
}

async function usedTwice(world: World): Promise<Attempt> {
  const first = visitor(world);
  const url = await first.begin();
  const thief = first.copy();
  const back = await consent(url, "victim");
  await first.get(back);
  return { victim: thief, response: await thief.get(back) };
}

async function firstOfTwoTabs(world: World): Promise<Attempt> {
  const victim = visitor(world);
  const back = await consent(await victim.begin(), "victim");
  await victim.begin();
  return { victim, response: await victim.get(back) };
}

async function tooLate(world: World): Promise<Attempt> {
  const victim = visitor(world);
  const back = await consent(await victim.begin(), "victim");
  await pause(FLOW_LIFE_MS + 100);
  return { victim, response: await victim.get(back) };
}

async function afterRefusal(world: World): Promise<Attempt> {
  const victim = visitor(world);
  const url = await victim.begin();
  const thief = victim.copy();
  const back = await consent(url, "victim");
  await victim.get(`/api/auth/callback?error=access_denied&state=${parameterOf(back, "state")}`);
  return { victim: thief, response: await thief.get(back) };
}

function withAnswer(action: unknown): Attack["attempt"] {
  return async (world) => {
    const victim = visitor(world);
    const back = await consent(await victim.begin(), "victim");
    await world.github.control("faults", { match: { path: "/login/oauth/access_token" }, action });
    return { victim, response: await victim.get(back) };
  };
}

const CHALLENGE_OF_ATTACKER = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

export const ATTACKS: readonly Attack[] = [
  { name: "a forged state", attempt: spoiledBack(setParameter("state", "forged")), ends: STATE },
  { name: "no state", attempt: spoiledBack(dropParameter("state")), ends: STATE },
  { name: "two states", attempt: spoiledBack((back) => back.replace("state=", "state=forged&state=")), ends: "422" },
  { name: "login CSRF: a finished flow of the attacker, opened by somebody", attempt: loginCsrf, ends: STATE },
  {
    name: "mixed browsers: the attacker's callback in a browser with its own flow",
    attempt: mixedBrowsers,
    ends: STATE,
  },
  { name: "a callback used twice", attempt: usedTwice, ends: STATE, asks: 1 },
  { name: "the first of two tabs", attempt: firstOfTwoTabs, ends: STATE },
  { name: "a flow that is too old", attempt: tooLate, ends: STATE },
  { name: "a flow that was refused already", attempt: afterRefusal, ends: STATE },
  { name: "the code of somebody else in the attacker's flow", attempt: injectedCode, ends: FAILED, asks: 1 },
  {
    name: "a guessed code",
    attempt: spoiledBack(setParameter("code", "0".repeat(20))),
    ends: FAILED,
    asks: 1,
  },
  { name: "no code", attempt: spoiledBack(dropParameter("code")), ends: FAILED },
  { name: "a code of 10 KiB", attempt: spoiledBack(setParameter("code", "c".repeat(10_240))), ends: "422" },
  { name: "a code with a NUL", attempt: spoiledBack((back) => back.replace("code=", "code=%00")), ends: "422" },
  {
    name: "PKCE downgrade: the challenge is taken away",
    attempt: spoiledThere((url) => url.searchParams.delete("code_challenge")),
    ends: FAILED,
  },
  {
    name: "PKCE downgrade: the challenge as plain text",
    attempt: spoiledThere((url) => url.searchParams.set("code_challenge_method", "plain")),
    ends: FAILED,
  },
  {
    name: "PKCE: the attacker's challenge",
    attempt: spoiledThere((url) => url.searchParams.set("code_challenge", CHALLENGE_OF_ATTACKER)),
    ends: FAILED,
    asks: 1,
  },
  {
    name: "redirect to another site",
    attempt: spoiledThere((url) => url.searchParams.set("redirect_uri", "https://evil.test/api/auth/callback")),
    ends: "400",
  },
  {
    name: "redirect to another page of ours",
    attempt: spoiledThere((url) =>
      url.searchParams.set("redirect_uri", `${url.searchParams.get("redirect_uri")}/../../../`),
    ),
    ends: "400",
  },
  {
    name: "redirect to our other callback",
    attempt: spoiledThere((url) =>
      url.searchParams.set(
        "redirect_uri",
        `${url.searchParams.get("redirect_uri")}`.replace("callback", "github/callback"),
      ),
    ),
    ends: FAILED,
    asks: 1,
  },
  {
    name: "an error with markup",
    attempt: spoiledBack(() => "/api/auth/callback?error=%3Cscript%3E&error_description=%3Cscript%3E"),
    ends: FAILED,
  },
  {
    name: "GitHub answers with a page",
    attempt: withAnswer({ status: 200, body: "<html>" }),
    ends: "/welcome?error=github_unavailable",
    asks: 1,
  },
  {
    name: "GitHub answers with another kind of token",
    attempt: withAnswer({ mutate: { "/token_type": "mac" } }),
    ends: "/welcome?error=github_unavailable",
    asks: 1,
  },
];
