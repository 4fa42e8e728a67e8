/** Ids of organization A where somebody else's own would stand: in the query, in a body, in a list, in a cursor. */
import * as z from "zod";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import type { Caller } from "../support/as.ts";
import { SEEDS } from "../support/seed.ts";
import { rowOf } from "./expected.ts";
import type { Victim } from "./matrix-rows.ts";
import { shapeOf } from "./shape-of.ts";
import { type Call, callAs, callOf, changesWhile, victimOf } from "./victim.ts";

export type IdTable = {
  readonly spec: RouteSpec;
  readonly victim: Victim;
  /** A call that names what organization A has. */
  readonly call: Call;
  /** Owner of another organization, who has rows there too. */
  readonly neighbour: Caller;
};

type Body = Readonly<Record<string, unknown>>;

const isId = (value: unknown): value is string => z.uuid().safeParse(value).success;
const isIds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every(isId);

/** Names that the route's query takes. */
export function queryKeys({ query }: RouteSpec): string[] {
  return query instanceof z.ZodObject ? Object.keys(query.shape) : [];
}

export function withQuery(path: string, ...pairs: readonly (readonly [string, string])[]): string {
  const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
  return `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

function bodyOf({ init }: Call): Body {
  const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : {};
  return typeof body === "object" && body !== null ? (body as Body) : {};
}

/** The own body with what the foreign one names: in the place of an own id, and before and behind own ones in a list. */
function mixtures(own: Body, foreign: Body): Body[] {
  return Object.entries(foreign).flatMap(([field, value]) => {
    if (isId(value)) return [{ ...own, [field]: value }];
    const mine = own[field];
    if (!isIds(value) || !isIds(mine)) return [];
    return [
      { ...own, [field]: [...mine, ...value] },
      { ...own, [field]: [...value, ...mine] },
    ];
  });
}

/** A foreign id among own ones is as if it were nowhere, and what is the caller's own is left as it was. */
async function takesNoForeignIdInBody({ spec, victim, call, neighbour }: IdTable): Promise<string[]> {
  const foreign = bodyOf(call);
  if (mixtures(foreign, foreign).length === 0) return [];
  const own = await callOf(spec, await victimOf(spec, neighbour));
  const faults: string[] = [];
  const ask = async (body: Body) => {
    const init = { ...own.init, body: JSON.stringify(body) };
    const response = await callAs(spec, { cookie: neighbour.cookie }, { ...own, init });
    const text = await response.text();
    if (response.status !== 404) faults.push(`a foreign id in the body gets ${response.status}: ${text}`);
  };
  const changed = [neighbour, victim.owner].reduce<() => Promise<string[]>>(
    (work, caller) => () => changesWhile(caller, work),
    async () => {
      for (const body of mixtures(bodyOf(own), foreign)) await ask(body);
      return [];
    },
  );
  const tables = await changed();
  return tables.length === 0 ? faults : [...faults, `a foreign id in the body changes ${tables.join(", ")}`];
}

/** Rows that a name in the query may mean. */
const NAMED: Readonly<Record<string, (owner: Caller) => Promise<string>>> = {
  repository_id: async ({ orgId }) => (await SEEDS.repositories(orgId)).id,
  analysis_id: async ({ orgId }) => (await SEEDS.analyses(orgId)).id,
  job_id: async ({ orgId }) => (await SEEDS.jobs(orgId)).id,
  actor_id: async ({ userId }) => userId,
  user_id: async ({ userId }) => userId,
  target_id: async ({ orgId }) => (await SEEDS.jobs(orgId)).id,
};

/** A filter by a foreign row finds what a filter by no row finds. */
async function takesNoForeignIdInQuery({ spec, victim, call, neighbour }: IdTable): Promise<string[]> {
  const names = queryKeys(spec).filter((key) => /_id$/.test(key));
  const faults = names.map(async (name) => {
    const id = await NAMED[name]?.(victim.owner);
    if (id === undefined) return [`say in id-games.ts what ${name} in a query names`];
    const [path = ""] = call.path.split("?");
    const nowhere = crypto.randomUUID().replace(/^(.{14})./, "$17");
    const [real, none] = await Promise.all(
      [id, nowhere].map(async (value) => {
        const one = { ...call, path: withQuery(path, [name, value]) };
        return shapeOf(await callAs(spec, { cookie: neighbour.cookie }, one));
      }),
    );
    return real === none ? [] : [`a filter by a foreign ${name} can be told from none: ${real} and ${none}`];
  });
  return (await Promise.all(faults)).flat();
}

/** Where a list of A goes on is nowhere in another organization. */
async function takesNoForeignCursor({ spec, victim, call, neighbour }: IdTable): Promise<string[]> {
  if (spec.resource || rowOf(spec).names || !queryKeys(spec).includes("cursor")) return [];
  const first = { ...call, path: withQuery(call.path, ["limit", "1"]) };
  const page = await callAs(spec, { cookie: victim.owner.cookie }, first);
  if (!page.ok) return [];
  const { next_cursor: cursor } = (await page.json()) as { next_cursor: string | null };
  if (cursor === null) return ["the list has no second page that a cursor could lead to"];
  const next = { ...call, path: withQuery(call.path, ["cursor", cursor]) };
  const [own, foreign] = await Promise.all(
    [victim.owner, neighbour].map(async ({ cookie }) => (await callAs(spec, { cookie }, next)).status),
  );
  return own === 200 && foreign === 422 ? [] : [`a cursor gets ${own} at home and ${foreign} elsewhere`];
}

/** Plays the games that fit the route. Not beside others: what they leave in the database must be theirs alone. */
export async function playWithIds(table: IdTable): Promise<string[]> {
  if (table.spec.access !== "org") return [];
  if (table.spec.method !== "get") return takesNoForeignIdInBody(table);
  return [...(await takesNoForeignIdInQuery(table)), ...(await takesNoForeignCursor(table))];
}
