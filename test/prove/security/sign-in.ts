/** Sign-in with GitHub, attacked: nobody gets in, and GitHub is asked only where nobody else can know. */
import type { SourceChange } from "../../support/workerd/bundle.ts";
import { World } from "../jobs/world.ts";
import type { Report } from "../report.ts";
import { ATTACKS, type Attack, FLOW_LIFE_MS } from "./sign-in/attacks.ts";
import { consent, Visitor } from "./sign-in/visitor.ts";

const TIMES: readonly SourceChange[] = [
  {
    file: "worker/services/auth/limits.ts",
    from: "OAUTH_LIFE_MS = 10 * MINUTE_MS",
    to: `OAUTH_LIFE_MS = ${FLOW_LIFE_MS}`,
  },
];

/** Bugs that must show. */
const BUGS: readonly { readonly name: string; readonly change: SourceChange }[] = [
  {
    name: "the state is not compared",
    change: {
      file: "worker/services/auth/finish-sign-in.ts",
      from: '!(await isSameSecret(flow.state, callback.state ?? ""))',
      to: "!(await isSameSecret(flow.state, flow.state))",
    },
  },
  {
    name: "a flow never ends",
    change: {
      file: "worker/services/auth/finish-sign-in.ts",
      from: "scope.clock.now() - OAUTH_LIFE_MS",
      to: "scope.clock.now() - 1e9",
    },
  },
  {
    name: "a flow is not bound to its browser",
    change: {
      file: "worker/db/identity.ts",
      from: "and(eq(oauthTransactions.idHash, idHash), gt(oauthTransactions.createdAt, after))",
      to: "gt(oauthTransactions.createdAt, after)",
    },
  },
  {
    name: "any kind of token is taken",
    change: { file: "worker/adapters/oauth.ts", from: "z.string().regex(/^bearer$/i)", to: "z.string()" },
  },
];

const EVIL_RETURNS = [
  "//evil.test",
  "/\\evil.test",
  "https:evil.test",
  "/%09/evil.test",
  "javascript:alert(1)",
  "/a\n//b",
];
const AT_ONCE = 20;

function tokenRequests({ github }: World): number {
  return github.context.state.journal.filter(({ path }) => path === "/login/oauth/access_token").length;
}

type Outcome = { readonly holds: boolean; readonly figure: string };

async function attack(world: World, { attempt, ends, asks = 0 }: Attack): Promise<Outcome> {
  const before = tokenRequests(world);
  const { victim, response } = await attempt(world);
  await response.arrayBuffer();
  const asked = tokenRequests(world) - before;
  const ended = response.headers.get("location") ?? String(response.status);
  const isIn = victim.cookies.has("__Host-ado_at") && (await victim.isSignedIn());
  const figure = `ended at ${ended}, ${isIn ? "signed in" : "not signed in"}, ${asked} token requests`;
  return { holds: ended === ends && !isIn && asked === asks, figure };
}

async function attackAll(world: World): Promise<(Outcome & { readonly name: string })[]> {
  const outcomes: (Outcome & { readonly name: string })[] = [];
  for (const one of ATTACKS) outcomes.push({ name: one.name, ...(await attack(world, one)) });
  return outcomes;
}

/** One callback in many requests at once, as a reload or an impatient proxy sends it. */
async function race(world: World): Promise<Outcome> {
  const visitor = new Visitor(world.workerd.url);
  const url = await visitor.begin();
  const copies = Array.from({ length: AT_ONCE }, () => visitor.copy());
  const back = await consent(url, "racer");
  await Promise.all(copies.map((copy) => copy.get(back)));
  const signedIn = await Promise.all(copies.map((copy) => copy.isSignedIn()));
  const count = signedIn.filter(Boolean).length;
  return { holds: count === 1, figure: `${count} of ${AT_ONCE} signed in` };
}

async function returns(world: World): Promise<Outcome> {
  const ended: string[] = [];
  for (const path of EVIL_RETURNS) {
    const visitor = new Visitor(world.workerd.url);
    const url = await visitor.begin(`?return_to=${encodeURIComponent(path)}`);
    const response = await visitor.get(await consent(url, "victim"));
    ended.push(new URL(response.headers.get("location") ?? "http://nowhere.test", visitor.url).origin);
  }
  const away = ended.filter((origin) => origin !== new URL(world.workerd.url).origin);
  return { holds: away.length === 0, figure: `${away.length} of ${EVIL_RETURNS.length} led away ${away.join(", ")}` };
}

async function proveBug(report: Report, { name, change }: (typeof BUGS)[number]): Promise<void> {
  const world = await World.start({
    seed: 1,
    people: 0,
    repositoriesEach: 0,
    cron: false,
    changes: [...TIMES, change],
  });
  try {
    await prepare(world);
    const missed = (await attackAll(world)).filter(({ holds }) => !holds);
    report.claim(`noticed: ${name}`, missed.length > 0, missed.map((outcome) => outcome.name).join("; ") || "nothing");
  } finally {
    await world.end();
  }
}

async function prepare({ github }: World): Promise<void> {
  for (const login of ["victim", "attacker", "racer"]) await github.token({ login });
}

/** `short` leaves out the planted bugs. */
export async function proveSignIn(report: Report, short: boolean): Promise<void> {
  const world = await World.start({ seed: 1, people: 0, repositoriesEach: 0, cron: false, changes: TIMES });
  try {
    await prepare(world);
    for (const { name, holds, figure } of await attackAll(world)) report.claim(name, holds, figure);
    const [raced, returned] = [await race(world), await returns(world)];
    report.claim("one callback in many requests at once", raced.holds, raced.figure);
    report.claim("addresses to return to that are not ours", returned.holds, returned.figure);
    await new Visitor(world.workerd.url).signIn("victim");
    report.claim("an honest sign-in after all that", true, "signed in");
  } finally {
    await world.end();
  }
  if (!short) for (const bug of BUGS) await proveBug(report, bug);
}
