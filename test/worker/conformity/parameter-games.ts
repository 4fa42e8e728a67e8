/** What a caller may try with addresses, headers and bodies. Each game answers with what went wrong, in words. */
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { CANARY } from "../support/seed.ts";
import { rowOf } from "./expected.ts";
import { queryKeys, withQuery } from "./id-games.ts";
import type { Victim } from "./matrix-rows.ts";
import type { Asker } from "./principals.ts";
import { shapeOf } from "./shape-of.ts";
import { type Call, callAs } from "./victim.ts";

type Table = {
  readonly spec: RouteSpec;
  readonly victim: Victim;
  readonly stranger: Asker;
  /** A call that names what organization A has. */
  readonly call: Call;
};

/** Fields that say whose a row is: never taken from a body. */
const OWNERSHIP = { org_id: "", role: "owner", id: "", created_by: "", user_id: "" } as const;

function withHeaders(call: Call, more: Readonly<Record<string, string>>): Call {
  const headers = Object.fromEntries(new Headers(call.init.headers));
  return { ...call, init: { ...call.init, headers: { ...headers, ...more } } };
}

/** A row of A and one that is nowhere: the same to the byte for a stranger, whatever the stranger says of itself. */
async function isIndistinguishable({ spec, victim, stranger, call }: Table): Promise<string[]> {
  const nowhere = crypto.randomUUID().replace(/^(.{14})./, "$17");
  const told = withHeaders(call, { "x-org-id": victim.owner.orgId, "if-none-match": "*" });
  const missing = { ...call, path: call.path.replace(victim.resourceId, nowhere) };
  const [real, claimed, random] = await Promise.all(
    [call, told, missing].map(async (one) => shapeOf(await callAs(spec, stranger, one))),
  );
  const faults = real === random ? [] : [`a stranger can tell a row from none: ${real} and ${random}`];
  return claimed === real ? faults : [...faults, `a header changes what a stranger gets: ${claimed}`];
}

/** Other spellings of the address lead nowhere else. */
async function isSpeltOneWay({ spec, victim, stranger, call }: Table): Promise<string[]> {
  const id = victim.resourceId;
  const paths = [`${call.path}/`, call.path.replace("/api/", "/API/"), call.path.replace("/api/", "/api//")];
  const climbing = [call.path.replace(id, `x/%2e%2e/${id}`), call.path.replace(id, `${id}%00`)];
  const answers = await Promise.all(
    [...paths, ...climbing].map(async (path) => ({ path, response: await callAs(spec, stranger, { ...call, path }) })),
  );
  return answers.filter(({ response }) => response.status < 400).map(({ path }) => `a stranger is let in at ${path}`);
}

async function hasNothingAtNoId({ spec, victim, call }: Table): Promise<string[]> {
  const path = call.path.replace(victim.resourceId, "not-an-id");
  const { status } = await callAs(spec, { cookie: victim.owner.cookie }, { ...call, path });
  return status === 404 ? [] : [`a malformed id gets ${status}`];
}

/** Other spellings of an address that names no row: nothing is there, whoever asks. */
async function isThereOnce({ spec, victim, call }: Table): Promise<string[]> {
  const [address = "", query] = call.path.split("?");
  const spellings = [`${address}/`, address.replace("/api", "/API"), address.replace("/api/", "/api//")];
  const answers = spellings.map(async (spelling) => {
    const path = query === undefined ? spelling : `${spelling}?${query}`;
    const { status } = await callAs(spec, { cookie: victim.owner.cookie }, { ...call, path });
    return status === 404 ? [] : [`${spelling} gets ${status}`];
  });
  return (await Promise.all(answers)).flat();
}

/** The organization is that of the caller, never one that the query names; and no name counts twice. */
async function takesNoOrganizationFromQuery({ spec, victim, call }: Table): Promise<string[]> {
  const { orgId, cookie } = victim.owner;
  const twice = queryKeys(spec).filter((key) => key === "limit" || key.endsWith("_id"));
  const queries = [
    [["org_id", orgId]],
    [["org", orgId]],
    ...twice.map((key) => {
      const value = key === "limit" ? "1" : victim.resourceId || orgId;
      return [
        [key, value],
        [key, value],
      ];
    }),
  ] as [string, string][][];
  const answers = queries.map(async (pairs) => {
    const { status } = await callAs(spec, { cookie }, { ...call, path: withQuery(call.path, ...pairs) });
    return status === 422 ? [] : [`${pairs.map(([key]) => key).join(" and ")} in the query gets ${status}`];
  });
  return (await Promise.all(answers)).flat();
}

async function takesNoOwnershipFromBody({ spec, victim, call }: Table): Promise<string[]> {
  const body: object = JSON.parse(String(call.init.body));
  const named = { ...OWNERSHIP, org_id: victim.owner.orgId, id: victim.owner.userId, created_by: victim.owner.userId };
  const takes = [...Object.keys(body), ...(rowOf(spec).takes ?? [])];
  const tries = Object.entries(named).filter(([field]) => !takes.includes(field));
  const faults = tries.map(async ([field, value]) => {
    const init = { ...call.init, body: JSON.stringify({ ...body, [field]: value }) };
    const { status } = await callAs(spec, { cookie: victim.owner.cookie }, { ...call, init });
    return status === 422 ? [] : [`${field} in the body gets ${status}`];
  });
  return (await Promise.all(faults)).flat();
}

/** A stranger's own view, by GET and by HEAD, holds no word of organization A, whatever organization a header names. */
async function showsNothing({ spec, victim, stranger, call }: Table): Promise<string[]> {
  const told = withHeaders(call, { "x-org-id": victim.owner.orgId, "x-organization": victim.owner.orgId });
  const [seen, head] = await Promise.all([
    callAs(spec, stranger, told),
    callAs(spec, stranger, { ...call, init: { ...call.init, method: "HEAD" } }),
  ]);
  const text = `${await seen.text()}${JSON.stringify([...seen.headers, ...head.headers])}`;
  const faults = text.includes(CANARY) ? ["a stranger is shown a text of the organization"] : [];
  const isAlike = head.status === seen.status || spec.responses[101] !== undefined;
  return isAlike ? faults : [...faults, `HEAD gets ${head.status} and GET ${seen.status}`];
}

/** Pages of other sites are told nothing, not even that there is something to ask. */
async function allowsNoOtherSite({ spec, stranger, call }: Table): Promise<string[]> {
  const asked = { origin: "https://evil.test", "access-control-request-method": spec.method.toUpperCase() };
  const init = { method: "OPTIONS", headers: asked };
  const { status, headers } = await callAs(spec, stranger, { ...call, init });
  const granted = [...headers.keys()].filter((name) => name.startsWith("access-control"));
  const isRefused = status === 405 || status === 404;
  return isRefused && granted.length === 0 ? [] : [`OPTIONS gets ${status} ${granted.join(" ")}`];
}

/** Plays every game that fits the route. */
export async function play(table: Table): Promise<string[]> {
  const { spec, victim } = table;
  const isOwn = spec.access === "org" || spec.access === "session";
  const namesRow = spec.resource !== undefined && victim.resourceId !== "";
  const games = [
    ...(namesRow ? [isIndistinguishable, isSpeltOneWay, hasNothingAtNoId] : []),
    ...(isOwn && !namesRow ? [isThereOnce] : []),
    ...(isOwn ? [allowsNoOtherSite] : []),
    ...(isOwn && spec.method === "get" ? [takesNoOrganizationFromQuery, showsNothing] : []),
    ...(isOwn && spec.body ? [takesNoOwnershipFromBody] : []),
  ];
  return (await Promise.all(games.map((game) => game(table)))).flat();
}
