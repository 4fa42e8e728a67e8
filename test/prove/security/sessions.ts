/** Sessions that are stolen, shared by many tabs, revoked and signed out everywhere, and GitHub tokens that end meanwhile. */
import type { SourceChange } from "../../support/workerd/bundle.ts";
import { World } from "../jobs/world.ts";
import type { Report } from "../report.ts";
import { countOf, names, refresh, renewals, steal, TABS, visitors } from "./sessions/measure.ts";
import type { Visitor } from "./sign-in/visitor.ts";

type Seen = { readonly isNoticed: boolean; readonly figure: string };
type Bug = { readonly name: string; readonly change: SourceChange; readonly look: (world: World) => Promise<Seen> };

const BUGS: readonly Bug[] = [
  {
    name: "a refresh token that comes back is let pass",
    change: { file: "worker/services/auth/refresh-session.ts", from: "> REFRESH_GRACE_MS", to: "> 1e12" },
    look: lookAtTheft,
  },
  {
    name: "a rotation forgets the token before it",
    change: { file: "worker/db/sessions.ts", from: "previousHash: hashes.old, ", to: "" },
    look: lookAtTheft,
  },
  {
    name: "everybody renews a GitHub token at once",
    change: {
      file: "worker/db/identity.ts",
      from: "eq(githubTokens.sealed, token.sealed), isFree)",
      to: "eq(githubTokens.sealed, token.sealed))",
    },
    look: lookAtRenewal,
  },
];

function start(changes: readonly SourceChange[] = []): Promise<World> {
  return World.start({ seed: 1, people: 0, repositoriesEach: 0, cron: false, changes });
}

async function proveTheft(report: Report, world: World, count: number): Promise<void> {
  const { lasting, audited, refused } = await steal(world, count);
  report.claim("stolen refresh tokens that come back are refused", refused === count, `${refused} of ${count}`);
  report.claim("thief and owner are both signed out", lasting === 0, `${lasting} of ${count * 2} got anything after`);
  report.claim("each theft leaves one audit row", audited === count, `${audited} of ${count}`);
}

/** All tabs hold the same refresh token and use it at once; then each of them goes on. */
async function proveTabs(report: Report, world: World, rounds: number): Promise<void> {
  const browsers = await visitors(world, names("tabs", rounds));
  const before = await countOf(world, "session.reuse_detected");
  const seen = { answered: 0, signedIn: 0, rotations: 0 };
  // One browser after the other: ten requests at once are the claim, not two hundred.
  for (const browser of browsers) {
    const tabs = Array.from({ length: TABS }, () => browser.copy());
    const statuses = await Promise.all(tabs.map(refresh));
    const signedIn = await Promise.all(tabs.map((tab) => tab.isSignedIn()));
    seen.answered += statuses.filter((status) => status === 200).length;
    seen.signedIn += signedIn.filter(Boolean).length;
    seen.rotations += new Set(tabs.map(({ cookies }) => cookies.get("__Host-ado_rt"))).size - 1;
  }
  const wanted = rounds * TABS;
  const alarms = (await countOf(world, "session.reuse_detected")) - before;
  report.claim(
    `${TABS} tabs refresh at once`,
    seen.answered === wanted && seen.signedIn === wanted && seen.rotations === rounds && alarms === 0,
    `${seen.answered} of ${wanted} answered 200, ${seen.signedIn} signed in, ${seen.rotations} rotations in ${rounds} browsers, ${alarms} alarms`,
  );
}

async function otherSession(visitor: Visitor): Promise<string> {
  const { items } = (await (await visitor.get("/api/auth/sessions")).json()) as {
    items: { id: string; current: boolean }[];
  };
  return items.find(({ current }) => !current)?.id ?? "";
}

/** Two sessions a user; the second ends the first, whose very next request is looked at. */
async function proveRevocation(report: Report, world: World, count: number): Promise<void> {
  let refused = 0;
  for (let at = 0; at < count; at += 10) {
    const logins = names(`revoked-${at}`, Math.min(10, count - at));
    const [lost, kept] = [await visitors(world, logins), await visitors(world, logins)];
    const outcomes = await Promise.all(
      lost.map(async (victim, index) => {
        const own = kept[index] ?? victim;
        const { status } = await own.send("DELETE", `/api/auth/sessions/${await otherSession(own)}`);
        const next = await victim.get("/api/auth/me");
        return status === 204 && next.status === 401 && (await refresh(victim)) === 401 && (await own.isSignedIn());
      }),
    );
    refused += outcomes.filter(Boolean).length;
  }
  report.claim("a revoked session is refused at its next request", refused === count, `${refused} of ${count}`);
}

async function proveEverywhere(report: Report, world: World): Promise<void> {
  const sessions = await visitors(world, Array(TABS).fill("leaver"));
  const [bystander] = await visitors(world, ["bystander"]);
  await sessions[0]?.send("POST", "/api/auth/signout-all");
  const left = await Promise.all(sessions.map(async (one) => (await one.isSignedIn()) || (await refresh(one)) === 200));
  const isIn = await bystander?.isSignedIn();
  const count = left.filter(Boolean).length;
  report.claim(
    "signed out everywhere",
    count === 0 && isIn === true,
    `${count} of ${TABS} sessions left; somebody else is ${isIn ? "still" : "no longer"} signed in`,
  );
}

async function proveRenewal(report: Report, world: World, rounds: number): Promise<void> {
  const { ok, refused, figure } = await renewals(world, rounds);
  report.claim("GitHub tokens that end are renewed under requests", ok === rounds * TABS && refused === 0, figure);
  await world.github.control("token-life");
}

async function lookAtTheft(world: World): Promise<Seen> {
  const { lasting, audited } = await steal(world, 4);
  return { isNoticed: lasting > 0 || audited !== 4, figure: `${lasting} got something after, ${audited} of 4 rows` };
}

async function lookAtRenewal(world: World): Promise<Seen> {
  const { ok, refused, figure } = await renewals(world, 3);
  return { isNoticed: ok !== 3 * TABS || refused > 0, figure };
}

async function proveBug(report: Report, { name, change, look }: Bug): Promise<void> {
  const world = await start([change]);
  try {
    const { isNoticed, figure } = await look(world);
    report.claim(`noticed: ${name}`, isNoticed, figure);
  } finally {
    await world.end();
  }
}

/** `short` takes fewer of each, and leaves out the planted bugs. */
export async function proveSessions(report: Report, short: boolean): Promise<void> {
  const world = await start();
  try {
    await proveTheft(report, world, short ? 4 : 20);
    await proveTabs(report, world, short ? 2 : 20);
    await proveRevocation(report, world, short ? 10 : 100);
    await proveEverywhere(report, world);
    await proveRenewal(report, world, short ? 2 : 10);
  } finally {
    await world.end();
  }
  if (!short) for (const bug of BUGS) await proveBug(report, bug);
}
