/** GitHub on bad days, from a seed: failures before and after the work, silence, and both kinds of rate limit. */
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

type Fault = { readonly name: string; readonly prob: number; readonly method?: string; readonly action: object };

const UNICORN = "<!DOCTYPE html><html><body><h1>Unicorn!</h1></body></html>";
const LIMITED = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const PATHS = ["/repos/*", "/repositories/*", "/graphql"];
/** Requests in a hundred, at the rate 1. */
const FAULTS: readonly Fault[] = [
  { name: "502", prob: 0.03, action: { status: 502, headers: { "content-type": "text/html" }, body: UNICORN } },
  { name: "reset", prob: 0.02, action: { drop: "connect" } },
  { name: "silence", prob: 0.005, action: { hang: true } },
  { name: "cut answer", prob: 0.01, action: { drop: "body" } },
  { name: "done, answer lost", prob: 0.02, action: { after: "apply", drop: "headers" } },
  {
    name: "done, 502",
    prob: 0.02,
    action: { after: "apply", status: 502, headers: { "content-type": "text/html" }, body: UNICORN },
  },
  {
    name: "secondary limit",
    prob: 0.003,
    action: {
      status: 403,
      headers: { "retry-after": "1" },
      body: { message: LIMITED, documentation_url: "https://docs.github.com" },
    },
  },
];

/** Sets the faults from now on; their rates are multiplied by `rate`. */
export async function spoilGithub(world: World, random: Random, rate = 1): Promise<void> {
  for (const path of PATHS) {
    for (const { name: _name, prob, action, method } of FAULTS) {
      const match = { path, ...(method === undefined ? {} : { method }) };
      const seed = Math.floor(random() * 2 ** 31);
      await world.github.control("faults", { match, times: -1, prob: prob * rate, seed, action });
    }
  }
}

/** The next request is told that the hour's requests are used up, for two seconds. */
export async function exhaustGithub(world: World): Promise<void> {
  const reset = String(Math.ceil(Date.now() / 1_000) + 2);
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
  const body = { message: "API rate limit exceeded for user ID 1.", documentation_url: "https://docs.github.com/rest" };
  await world.github.control("faults", {
    match: { path: "/repos/*" },
    times: 1,
    action: { status: 403, headers, body },
  });
}

export async function calmGithub(world: World): Promise<void> {
  await world.github.control("faults", {}, "DELETE");
}

export const PLAN = FAULTS.map(({ name, prob }) => `${name} ${(prob * 100).toFixed(1)} %`).join(", ");
