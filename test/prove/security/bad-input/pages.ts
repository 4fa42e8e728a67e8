/** What the pages build on: the same answer for what is not there and for what is not theirs, and nothing that a cache keeps. */

import { Caller } from "../../jobs/caller.ts";
import { bad, type Group, together } from "./case.ts";
import { type Ground, type Heard, OWN_PAGE } from "./ground.ts";

const NOBODY = "019a0000-0000-7000-8000-000000000000";
const VOLATILE = /^(?:x-correlation-id|x-request-id|ratelimit.*|date)$/;

const PATHS: Readonly<Record<string, (id: string) => string>> = {
  repositories: (id) => `/api/repositories/${id}`,
  "repositories' profile": (id) => `/api/repositories/${id}/profile`,
  "repositories' pull requests": (id) => `/api/repositories/${id}/pulls`,
  "analyses of a repository": (id) => `/api/analysis/repository/${id}`,
};

const TABLES: Readonly<Record<string, { readonly table: string; readonly path: (id: string) => string }>> = {
  analysis: { table: "analyses", path: (id) => `/api/analysis/${id}` },
  findings: { table: "analyses", path: (id) => `/api/analysis/${id}/recommendations` },
  job: { table: "jobs", path: (id) => `/api/jobs/${id}` },
  "job's log": { table: "jobs", path: (id) => `/api/jobs/${id}/logs` },
};

/** All of an answer but what differs from one request to the next. */
function essence({ status, headers, text }: Heard): string {
  const kept = Object.entries(headers).filter(([name]) => !VOLATILE.test(name));
  return JSON.stringify([status, kept, text.replace(/"correlation_id":"[^"]+"/, "")]);
}

/** The answer to both, when they cannot be told from each other. */
async function alike(to: Ground, foreign: string, nobodys: string): Promise<Heard> {
  const [theirs, none] = [await to.ask({ path: foreign }), await to.ask({ path: nobodys })];
  const isOne = essence(theirs) === essence(none);
  return isOne ? none : { ...none, status: 599, text: `${essence(theirs)} and ${essence(none)}` };
}

async function foreignIn(to: Ground, table: string): Promise<string> {
  const [row] = await to.rows(`select id from ${table} where repository_id = '${to.foreign}' limit 1`);
  if (!row) throw new Error(`Nobody else has ${table}.`);
  return String(row.id);
}

const isKeptNowhere = ({ headers }: Heard) => String(headers["cache-control"]).includes("no-store");
const isProblem = ({ headers }: Heard) => String(headers["content-type"]).startsWith("application/problem+json");
const clears = ({ headers }: Heard) => {
  const cleared = String(headers["clear-site-data"]);
  return cleared.includes('"cache"') && cleared.includes('"storage"') && isKeptNowhere({ headers } as Heard);
};

/** A session of its own, so that the others go on. */
async function anotherSession(to: Ground): Promise<string> {
  const caller = new Caller(to.world.workerd.url, "person-1");
  await caller.signIn();
  return caller.cookieHeader();
}

function signOut(to: Ground, cookie: string): Promise<Heard> {
  return to.ask({ method: "POST", path: "/api/auth/signout", anonymous: true, headers: { ...OWN_PAGE, cookie } });
}

async function afterSignOut(to: Ground, path: string): Promise<Heard> {
  const cookie = await anotherSession(to);
  const before = await to.ask({ path, anonymous: true, headers: { cookie } });
  await signOut(to, cookie);
  const after = await to.ask({ path, anonymous: true, headers: { cookie } });
  return before.status === 200 ? after : { ...before, status: 599 };
}

export const PAGES: Group = {
  name: "pages",
  isShort: true,
  rows: [
    ...Object.entries(PATHS).map(([what, path]) =>
      bad(`somebody else's ${what}, and nobody's`, { status: 404, problem: "not_found", also: isKeptNowhere }, (to) =>
        alike(to, path(to.foreign), path(NOBODY)),
      ),
    ),
    ...Object.entries(TABLES).map(([what, { table, path }]) =>
      bad(
        `somebody else's ${what}, and nobody's`,
        { status: 404, problem: "not_found", also: isKeptNowhere },
        async (to) => alike(to, path(await foreignIn(to, table)), path(NOBODY)),
      ),
    ),
    ...["/api/auth/me", "/api/repositories", "/api/jobs", "/api/audit", "/api/tokens", "/api/ai/settings"].map((path) =>
      bad(`a copy of ${path} in a cache`, { status: 200, also: isKeptNowhere }, (to) => to.ask({ path })),
    ),
    bad("a page for people in the place of an answer", { status: 404, also: isProblem }, (to) =>
      to.ask({ path: "/api/nothing/here", headers: { accept: "text/html" } }),
    ),
    bad("a page for people without a session", { status: 401, problem: "unauthenticated", also: isProblem }, (to) =>
      to.ask({ path: "/api/jobs", anonymous: true, headers: { accept: "text/html" } }),
    ),
    bad("what a browser keeps after the end of a session", { status: 200, also: clears }, async (to) =>
      signOut(to, await anotherSession(to)),
    ),
    ...["/api/auth/me", "/api/repositories"].map((path) =>
      bad(
        `the session's cookie after its end: ${path}`,
        { status: 401, problem: "unauthenticated", also: isKeptNowhere },
        (to) => afterSignOut(to, path),
      ),
    ),
    bad("the end of a session, ten times at once", 200, async (to) => {
      const cookie = await anotherSession(to);
      return together(await Promise.all(Array.from({ length: 10 }, () => signOut(to, cookie))));
    }),
  ],
};
