/** What happens to sessions and GitHub tokens in a world: measured, not judged. */
import { setTimeout as pause } from "node:timers/promises";
import type { World } from "../../jobs/world.ts";
import { consent, Visitor } from "../sign-in/visitor.ts";

/** Longer than the ten seconds in which the refresh token before still gives an access token. */
const PAST_GRACE_MS = 10_500;
/** Of one browser, asking at once. */
export const TABS = 10;
/** Seconds. Shorter than the five minutes before which a token is renewed: every use needs a renewal. */
const ENDING = { token: 240, refresh: 15_897_600 };

/** Browsers that are signed in, one for each login. */
export async function visitors(world: World, names: readonly string[]): Promise<Visitor[]> {
  return Promise.all(
    names.map(async (login) => {
      await world.github.token({ login });
      const visitor = new Visitor(world.workerd.url);
      await visitor.signIn(login);
      return visitor;
    }),
  );
}

/** Logins of people that nobody else uses. */
export const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
/** The status of a refresh with the cookies of this browser. */
export const refresh = async (visitor: Visitor) => (await visitor.send("POST", "/api/auth/refresh")).status;

/** Audit rows of this action. */
export async function countOf(world: World, action: string): Promise<number> {
  const [row] = await world.rows(`select count(*) as n from audit_log where action = '${action}'`);
  return Number(row?.n);
}

type Theft = { readonly lasting: number; readonly audited: number; readonly refused: number };

/** Half of the thieves are faster than the owner of the session, half slower: either way the second one gives it away. */
export async function steal(world: World, count: number): Promise<Theft> {
  const owners = await visitors(world, names("robbed", count));
  const thieves = owners.map((owner) => owner.copy());
  const pairs = owners.map((owner, index) => {
    const thief = thieves[index] ?? owner.copy();
    return index % 2 === 0 ? { first: owner, second: thief } : { first: thief, second: owner };
  });
  await Promise.all(pairs.map(({ first }) => refresh(first)));
  await pause(PAST_GRACE_MS);
  const replayed = await Promise.all(pairs.map(({ second }) => refresh(second)));
  const everybody = [...owners, ...thieves];
  const signedIn = await Promise.all(everybody.map((visitor) => visitor.isSignedIn()));
  const refreshed = await Promise.all(everybody.map(refresh));
  return {
    lasting: signedIn.filter(Boolean).length + refreshed.filter((status) => status !== 401).length,
    audited: await countOf(world, "session.reuse_detected"),
    refused: replayed.filter((status) => status === 401).length,
  };
}

type Renewals = { readonly ok: number; readonly refused: number; readonly figure: string };

/** Many requests that need GitHub at once, with a token that ends at once. */
export async function renewals(world: World, rounds: number): Promise<Renewals> {
  await world.github.control("token-life", ENDING);
  await world.github.token({ login: "renewed" });
  const visitor = new Visitor(world.workerd.url);
  await visitor.get(await consent(await visitor.begin("?access=repositories"), "renewed"));
  const { journal } = world.github.context.state;
  const tokenRequests = () => journal.filter(({ path }) => path === "/login/oauth/access_token").length;
  const [before, statuses] = [tokenRequests(), new Map<number, number>()];
  for (let round = 0; round < rounds; round += 1) {
    const asked = Array.from({ length: TABS }, () => visitor.get("/api/repositories/github"));
    for (const { status } of await Promise.all(asked)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const [row] = await world.rows("select count(*) as n from github_tokens where state = 'refused'");
  const told = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  const refused = Number(row?.n);
  const figure = `${told}; ${tokenRequests() - before} renewals, ${refused} tokens refused`;
  return { ok: statuses.get(200) ?? 0, refused, figure };
}
