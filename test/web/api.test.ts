import { describe, expect, it, vi } from "vitest";
import { createApiFetch, read, readAll, welcomePath } from "../../web/src/api.ts";

type Call = { readonly input: string; readonly init: RequestInit };

const QUIET = {
  isOnline: () => true,
  onSignedOut: () => undefined,
  onMoved: () => undefined,
  shownOrganization: () => "org-1",
};

/** A server that answers with these statuses, in order, per path; the last one stays. */
function server(answers: Readonly<Record<string, readonly number[]>>) {
  const calls: Call[] = [];
  const left = new Map(Object.entries(answers).map(([path, statuses]) => [path, [...statuses]]));
  const fetch = async (input: string, init: RequestInit = {}) => {
    calls.push({ input, init });
    const statuses = left.get(input) ?? [200];
    const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200;
    return new Response("{}", { status });
  };
  return { calls, fetch, paths: () => calls.map((call) => call.input) };
}

function open(answers: Readonly<Record<string, readonly number[]>>) {
  const api = server(answers);
  const onSignedOut = vi.fn();
  return { ...api, onSignedOut, send: createApiFetch({ ...QUIET, fetch: api.fetch, onSignedOut }) };
}

const headerOf = (call: Call | undefined, name = "x-ado-request") => new Headers(call?.init.headers).get(name);

describe("requests to the API", () => {
  it.each(["POST", "PUT", "DELETE"])("mark a %s as ours", async (method) => {
    const { send, calls } = open({});
    await send("/api/things", { method });
    expect(headerOf(calls[0])).toBe("1");
  });

  it("leave a GET unmarked", async () => {
    const { send, calls } = open({});
    await send("/api/things");
    expect(headerOf(calls[0])).toBeNull();
  });

  it("say of a change, and of nothing else, for which organization it is meant", async () => {
    const { send, calls } = open({});
    await send("/api/things", { method: "PUT" });
    await send("/api/things");
    expect(calls.map((call) => headerOf(call, "x-ado-organization"))).toEqual(["org-1", null]);
  });

  it.each([
    ["organization_changed", 1],
    ["conflict", 0],
  ])("leave the page for a conflict %s %i times", async (code, times) => {
    const onMoved = vi.fn();
    const problem = JSON.stringify({ type: `/problems/${code}`, title: "No", status: 409, detail: "No." });
    const fetch = async () => new Response(problem, { status: 409 });
    const response = await createApiFetch({ ...QUIET, fetch, onMoved })("/api/things", { method: "POST" });
    expect(onMoved).toHaveBeenCalledTimes(times);
    expect(await response.json()).toMatchObject({ status: 409 });
  });

  it("renew an expired session once and repeat the request", async () => {
    const { send, paths, onSignedOut } = open({ "/api/things": [401, 200] });
    const response = await send("/api/things");
    expect(response.status).toBe(200);
    expect(paths()).toEqual(["/api/things", "/api/auth/refresh", "/api/things"]);
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it("share one renewal between requests that fail together", async () => {
    const { send, paths } = open({ "/api/a": [401, 200], "/api/b": [401, 200] });
    await Promise.all([send("/api/a"), send("/api/b")]);
    expect(paths().filter((path) => path === "/api/auth/refresh")).toHaveLength(1);
  });

  it("tell that the session is over when it cannot be renewed", async () => {
    const { send, paths, onSignedOut } = open({ "/api/things": [401], "/api/auth/refresh": [401] });
    const response = await send("/api/things");
    expect(response.status).toBe(401);
    expect(onSignedOut).toHaveBeenCalledOnce();
    expect(paths()).toEqual(["/api/things", "/api/auth/refresh"]);
  });

  it("do not try a third time when the renewed session is refused as well", async () => {
    const { send, paths, onSignedOut } = open({ "/api/things": [401] });
    await send("/api/things");
    expect(paths()).toHaveLength(3);
    expect(onSignedOut).toHaveBeenCalledOnce();
  });

  it("take no answer to be a problem of the connection, with words for it", async () => {
    const fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    const send = createApiFetch({ ...QUIET, fetch, isOnline: () => false });
    await expect(send("/api/things")).rejects.toMatchObject({ code: "offline", status: 0 });
  });

  it("pass a cancelled request on as it is", async () => {
    const fetch = () => Promise.reject(new DOMException("stop", "AbortError"));
    const send = createApiFetch({ ...QUIET, fetch });
    await expect(send("/api/things")).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("answers of the API", () => {
  it("are the JSON of a success", async () => {
    await expect(read(Promise.resolve(Response.json({ id: 7 })))).resolves.toEqual({ id: 7 });
  });

  it("are thrown as problems otherwise", async () => {
    const body = { type: "/problems/conflict", title: "Conflict", detail: "The job is already done." };
    await expect(read(Promise.resolve(Response.json(body, { status: 409 })))).rejects.toMatchObject({
      code: "conflict",
      status: 409,
      detail: "The job is already done.",
    });
  });

  it("are read page after page to the end", async () => {
    const pages = new Map([
      [undefined, { items: [1, 2], next_cursor: "b" }],
      ["b", { items: [3], next_cursor: null }],
    ]);
    const all = await readAll(async (cursor) => pages.get(cursor) ?? { items: [], next_cursor: null });
    expect(all).toEqual([1, 2, 3]);
  });

  it("end after twenty pages, whatever the server says", async () => {
    const load = vi.fn(async () => ({ items: [1], next_cursor: "more" }));
    await expect(readAll(load)).resolves.toHaveLength(20);
    expect(load).toHaveBeenCalledTimes(20);
  });
});

describe("the way back after signing in", () => {
  it("is the page that was left", () => {
    expect(welcomePath("/repos/1?tab=findings")).toBe("/welcome?return_to=%2Frepos%2F1%3Ftab%3Dfindings");
  });

  it("is not mentioned for the first page", () => {
    expect(welcomePath("/")).toBe("/welcome");
  });
});
