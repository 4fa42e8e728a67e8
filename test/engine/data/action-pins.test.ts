import { describe, expect, it } from "vitest";
import { ACTION_PINS, type ActionPin, newestPin, tableLookups } from "../../../worker/engine/data/action-pins.ts";

const row = (tag: string, digit: string): ActionPin => ({
  action: "Some/Action",
  tag,
  sha: digit.repeat(40),
  seen: "2026-01-01",
  source: "tag",
});
const lookups = tableLookups([row("v4.2.2", "a"), row("v4.10.0", "b"), row("v3.0.0", "c"), row("stable", "d")]);
const shaOf = (ref: string) => {
  const found = lookups.actionCommit("some/action", ref);
  return found === "unknown" ? found : `${found.sha[0]} ${found.tag}`;
};

it.each([
  ["v4", "b v4.10.0"],
  ["v4.2", "a v4.2.2"],
  ["v4.2.2", "a v4.2.2"],
  ["v3", "c v3.0.0"],
  ["stable", "d null"],
  ["v4.2.1", "unknown"],
  ["v5", "unknown"],
  ["main", "unknown"],
])("resolves %s to %s", (ref, expected) => {
  expect(shaOf(ref)).toBe(expected);
});

it("knows nothing of other actions", () => {
  expect(lookups.actionCommit("other/action", "v4")).toBe("unknown");
});

it("holds well-formed rows, each version once", () => {
  const malformed = ACTION_PINS.filter(
    (pin) =>
      !/^[\w.-]+\/[\w.-]+$/.test(pin.action) ||
      !/^[0-9a-f]{40}$/.test(pin.sha) ||
      !/^\d{4}-\d\d-\d\d$/.test(pin.seen) ||
      !/^(?:tag|seen:\S+)$/.test(pin.source),
  );
  const versions = ACTION_PINS.map((pin) => `${pin.action}@${pin.tag}`.toLowerCase());
  expect(malformed).toEqual([]);
  expect(new Set(versions).size).toBe(versions.length);
});

it("does not resolve a major tag that does not exist", () => {
  expect(tableLookups().actionCommit("astral-sh/setup-uv", "v10")).toBe("unknown");
});

it.each(["actions/checkout", "actions/setup-node", "actions/cache", "actions/upload-artifact"])(
  "knows the majors of %s that are in use",
  (action) => {
    const lookup = tableLookups();
    expect(["v3", "v4", "v5", "v6"].map((ref) => lookup.actionCommit(action, ref))).not.toContain("unknown");
  },
);

describe("newestPin", () => {
  it.each(["actions/checkout", "Actions/Checkout", "gradle/actions/setup-gradle"])("knows %s", (action) => {
    expect(newestPin(action)).toMatchObject({ sha: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });

  it("takes the highest version, not the first row", () => {
    const tags = ACTION_PINS.filter(({ action }) => action === "actions/checkout").map(({ tag }) => tag);
    expect(tags.length).toBeGreaterThan(1);
    const majors = tags.map((tag) => Number(/^v(\d+)/.exec(tag)?.[1]));
    expect(newestPin("actions/checkout")?.tag).toMatch(new RegExp(`^v${Math.max(...majors)}\\.`));
  });

  it("knows nothing of an action that is not in the table", () => {
    expect(newestPin("nobody/nothing")).toBeNull();
  });
});
