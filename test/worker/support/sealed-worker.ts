/** The Worker for the proof of changing keys: production's, with doors to what users' GitHub access is used and stored by. */
import { findToken, storeToken } from "../../../worker/db/identity.ts";
import { githubTokens, users } from "../../../worker/db/schema.ts";
import { refreshTokenPlace, tokenPlace } from "../../../worker/services/auth/sealed-grant.ts";
import { userTokens } from "../../../worker/services/auth/user-tokens.ts";
import type { Scope } from "../../../worker/services/context.ts";
import { createPlatform, createWorker, openScope } from "../../../worker/wiring.ts";

export {
  CircuitBreaker,
  OrgJobs,
  OrgLive,
  Quota,
  RateLimits,
  RepoJobs,
  TokenGate,
} from "../../../worker/index.ts";

/** The rotation waits once it is past this id, so that there is time to kill it before its end. */
declare global {
  var proofHold: string | undefined;
}

type Row = typeof githubTokens.$inferInsert;

const FAR = 4_000_000_000_000;
const INSERTS_A_BATCH = 50;

const real = createWorker();
let platform: ReturnType<typeof createPlatform> | undefined;

function scopeOf(env: Env): Scope {
  platform ??= createPlatform(env);
  return openScope(platform);
}

/** What a sign-in would store: a token that ends, and what renews it. */
async function rowOf(scope: Scope, of: { id: string; userId: string; text: string }): Promise<Row> {
  const { id, userId, text } = of;
  const { sealed, kid } = await scope.envelope.seal(text, tokenPlace(userId, id));
  const refresh = await scope.envelope.seal(`r-${text}`, refreshTokenPlace(userId, id));
  const times = { expiresAt: FAR, refreshExpiresAt: FAR, createdAt: 1, updatedAt: scope.clock.now() };
  return { id, userId, sealed, kid, refreshSealed: refresh.sealed, scopes: "repo", state: "valid", ...times };
}

async function seed(scope: Scope, names: readonly string[]): Promise<void> {
  for (let at = 0; at < names.length; at += INSERTS_A_BATCH) {
    const slice = names.slice(at, at + INSERTS_A_BATCH);
    const people = slice.map((id) => ({
      id,
      githubId: Number(id.slice(-12)),
      login: id,
      createdAt: 1,
      updatedAt: 1,
    }));
    const rows = await Promise.all(slice.map((id) => rowOf(scope, { id, userId: id, text: `${id}#0` })));
    const { db } = scope;
    const [first, ...rest] = [
      ...people.map((row) => db.insert(users).values(row)),
      ...rows.map((row) => db.insert(githubTokens).values(row)),
    ];
    if (first) await db.batch([first, ...rest]);
  }
}

async function read(scope: Scope, userId: string): Promise<string> {
  const { token } = await userTokens(scope, userId).get();
  const row = await findToken(scope.db, userId);
  const renews = await scope.envelope.open(row?.refreshSealed ?? "", refreshTokenPlace(userId, row?.id ?? ""));
  return `${token} ${renews}`;
}

async function write(scope: Scope, userId: string, text: string): Promise<void> {
  const known = await findToken(scope.db, userId);
  await storeToken(scope.db, await rowOf(scope, { id: known?.id ?? scope.random.uuidv7(), userId, text }));
}

async function answer(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const scope = scopeOf(env);
  const [user, text] = [searchParams.get("user") ?? "", searchParams.get("text") ?? ""];
  try {
    if (pathname === "/proof/seed") await seed(scope, (await request.json()) as string[]);
    else if (pathname === "/proof/write") await write(scope, user, text);
    else return new Response(await read(scope, user));
    return new Response("done");
  } catch (error) {
    return new Response(String(error), { status: 500 });
  }
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch: (request, env, ctx) =>
    new URL(request.url).pathname.startsWith("/proof/") ? answer(request, env) : real.fetch(request, env, ctx),
  queue: real.queue,
  scheduled: (controller, env, ctx) => {
    globalThis.proofHold = String(Reflect.get(env, "PROOF_HOLD") ?? "");
    return real.scheduled(controller, env, ctx);
  },
} satisfies ExportedHandler<Env>;
