import { describe, expect, it } from "vitest";
import { AppError } from "../../worker/errors.ts";
import { pageJson, readCursor } from "../../worker/http/pagination.ts";
import { testCtx, testScope } from "./support/scope.ts";

const newId = () => testScope().random.uuidv7();
const ours = testCtx({ orgId: newId(), userId: newId() });
const theirs = testCtx({ orgId: newId(), userId: newId() });
const key = { at: 1_700_000_000_000, id: newId() };

async function cursor(): Promise<string> {
  const { next_cursor } = await pageJson(ours, "jobs", { items: ["a"], next: key });
  return String(next_cursor);
}

async function problemsOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((reason: unknown) => reason);
  return error instanceof AppError ? [error.code, error.errors?.map(({ path }) => path)] : error;
}

describe("a cursor", () => {
  it("brings back the key of the last row", async () => {
    expect(await readCursor(ours, "jobs", await cursor())).toEqual(key);
  });

  it("is absent on the last page, and the first page needs none", async () => {
    expect(await pageJson(ours, "jobs", { items: [1, 2], next: null })).toEqual({ items: [1, 2], next_cursor: null });
    expect(await readCursor(ours, "jobs", undefined)).toBeUndefined();
  });

  it("of one organization is bad input in another", async () => {
    expect(await problemsOf(readCursor(theirs, "jobs", await cursor()))).toEqual(["invalid_input", ["cursor"]]);
  });

  it("of one list is bad input in another", async () => {
    expect(await problemsOf(readCursor(ours, "analyses", await cursor()))).toEqual(["invalid_input", ["cursor"]]);
  });

  it.each(["x", ".", "a.b", "…", "eyJ9.AAAA"])("that we did not give out is bad input: %s", async (text) => {
    expect(await problemsOf(readCursor(ours, "jobs", text))).toEqual(["invalid_input", ["cursor"]]);
  });

  it.each([
    ["counts while that secret is configured", ours.config.sessionSecret, key],
    ["is bad input when it is taken away", undefined, ["invalid_input", ["cursor"]]],
  ])("signed with the session secret before %s", async (_name, previousSessionSecret, expected) => {
    const config = { ...ours.config, sessionSecret: "another-session-secret-0123456789abcdef", previousSessionSecret };
    const read = readCursor({ ...ours, config }, "jobs", await cursor());
    expect(await read.catch(() => problemsOf(read))).toEqual(expected);
  });

  it("that was edited is bad input", async () => {
    const [payload = "", signature = ""] = (await cursor()).split(".");
    const other = btoa(JSON.stringify([key.at + 1, key.id])).replaceAll("=", "");
    expect(payload).not.toBe(other);
    expect(await problemsOf(readCursor(ours, "jobs", `${other}.${signature}`))).toEqual(["invalid_input", ["cursor"]]);
  });
});
