import { describe, expect, it } from "vitest";
import {
  actionWords,
  actorWords,
  changesOf,
  factsOf,
  filtersOf,
  kindsOf,
  lineOf,
} from "../../web/src/features/audit/audit.model.ts";
import { daysLeft, isNearEnd } from "../../web/src/features/tokens/tokens.model.ts";

const ACTOR = "0193f000-0000-7000-8000-000000000001";

describe("filters of the audit log in the address", () => {
  it.each([
    ["nothing", {}, {}],
    ["a noun", { action: "member" }, { action: "member" }],
    ["an action", { action: "member.role_changed" }, { action: "member.role_changed" }],
    ["what is no action", { action: "Member; DROP" }, {}],
    ["a person", { actor: ACTOR }, { actor_id: ACTOR }],
    ["what is no person", { actor: "mona" }, {}],
    ["a thing", { target: "42" }, { target_id: "42" }],
    ["too long a thing", { target: "x".repeat(101) }, {}],
    [
      "days, the last one to its end",
      { from: "2026-11-01", to: "2026-11-30" },
      { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
    ],
    ["the end of a leap year's February", { to: "2028-02-29" }, { to: "2028-03-01T00:00:00.000Z" }],
    ["days that no calendar has", { from: "2026-02-30", to: "2026-13-01" }, {}],
    ["what is no day", { from: "yesterday", to: "2026-11-1" }, {}],
  ])("%s", (_name, search, filters) => {
    expect(filtersOf(search)).toEqual(filters);
  });
});

describe("words of the audit log", () => {
  it.each([
    ["member.role_changed", "Member role changed"],
    ["auth.signed_out_everywhere", "Signed out everywhere"],
    ["ai.key_set", "AI key set"],
    ["token.created", "API token created"],
    ["pull_request.opened", "Pull request opened"],
    ["member", "Member"],
    ["auth", "Auth"],
  ])("%s", (action, words) => {
    expect(actionWords(action)).toBe(words);
  });

  it("offers the action that the address names beside the kinds", () => {
    expect(Object.keys(kindsOf("member.left")).slice(0, 2)).toEqual(["all", "member.left"]);
    expect(Object.keys(kindsOf("member"))).toEqual(Object.keys(kindsOf(undefined)));
  });

  const user = { id: ACTOR, login: "mona", name: null, avatar_url: null };
  it.each([
    ["somebody known", { kind: "user", id: ACTOR, user, via: "session" }, "@mona"],
    ["somebody who left", { kind: "user", id: ACTOR, user: null, via: "session" }, "Somebody who left"],
    ["GitHub", { kind: "webhook", id: null, user: null, via: null }, "GitHub"],
    ["the product", { kind: "system", id: null, user: null, via: null }, "AutoDevOps"],
  ] as const)("names %s", (_name, actor, words) => {
    expect(actorWords({ actor })).toBe(words);
  });
});

describe("what a change changed", () => {
  it.each([
    ["fields that differ alone", { before: { a: 1, b: true }, after: { a: 2, b: true } }, [["a", "1", "2"]]],
    ["a field that came", { before: {}, after: { role: "admin" } }, [["role", "nothing", "admin"]]],
    ["a field that went", { before: { name: "x" }, after: null }, [["name", "x", "nothing"]]],
    ["a lone value", { before: "Old", after: "New" }, [["value", "Old", "New"]]],
    ["lists", { before: { tags: [] }, after: { tags: ["a", "b"] } }, [["tags", "nothing", "a, b"]]],
    ["things in things", { before: { m: { x: 1 } }, after: { m: { x: 2 } } }, [["m", '{"x":1}', '{"x":2}']]],
    ["no change", { rows: 3 }, []],
  ])("%s", (_name, meta, changes) => {
    expect(changesOf({ meta }).map(({ field, before, after }) => [field, before, after])).toEqual(changes);
  });

  it("tells the first changes in a line, and else the first facts", () => {
    expect(lineOf({ meta: { before: { on: false }, after: { on: true }, why: "asked" } })).toBe("on: no → yes");
    expect(lineOf({ meta: { rows: 3, from_day: "Monday", third: 1 } })).toBe("rows: 3 · from day: Monday");
    expect(factsOf({ meta: { before: 1, after: 2, login: "mona" } })).toEqual([["login", "mona"]]);
  });
});

describe("the end of a token", () => {
  const NOW = Date.parse("2026-11-21T12:00:00Z");
  it.each([
    ["2026-11-21T13:00:00Z", 0, true],
    ["2026-11-22T12:00:00Z", 1, true],
    ["2026-11-28T11:59:59Z", 6, true],
    ["2026-11-28T12:00:00Z", 7, false],
    ["2026-11-21T11:59:59Z", -1, true],
  ])("%s is %i days away", (at, days, isNear) => {
    expect(daysLeft(at, NOW)).toBe(days);
    expect(isNearEnd(days)).toBe(isNear);
  });
});
