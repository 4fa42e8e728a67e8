import { describe, expect, it } from "vitest";
import { utf8 } from "../../worker/platform/encoding.ts";
import { readEvent } from "../../worker/services/webhooks/read-event.ts";
import { isSigned } from "../../worker/services/webhooks/signature.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";

describe("a webhook signature", () => {
  // From GitHub's documentation, "Validating webhook deliveries".
  const SECRET = "It's a Secret to Everybody";
  const BODY = utf8("Hello, World!");
  const SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  it("holds for GitHub's own example", async () => {
    expect(await isSigned(BODY, SIGNATURE, [SECRET])).toBe(true);
  });

  it("holds for either of two secrets", async () => {
    expect(await isSigned(BODY, SIGNATURE, ["new", SECRET])).toBe(true);
    expect(await isSigned(BODY, SIGNATURE, ["new", "newer"])).toBe(false);
  });

  it("fails on any flipped bit of the body", async () => {
    const flips = Array.from({ length: BODY.length * 8 }, (_, bit) => {
      const body = BODY.slice();
      body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return isSigned(body, SIGNATURE, [SECRET]);
    });
    expect((await Promise.all(flips)).filter(Boolean)).toEqual([]);
  });

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["of SHA-1", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d"],
    ["in capitals", SIGNATURE.toUpperCase()],
    ["cut", SIGNATURE.slice(0, -1)],
    ["too long", `${SIGNATURE}0`],
    ["without its name", SIGNATURE.slice(7)],
  ])("fails when it is %s", async (_case, header) => {
    expect(await isSigned(BODY, header, [SECRET])).toBe(false);
  });

  it("fails without any secret", async () => {
    expect(await isSigned(BODY, SIGNATURE, [])).toBe(false);
  });
});

describe("an event", () => {
  const push = { ref: "refs/heads/main", after: SHA, deleted: false };
  const pull = (pull_request: object, action = "closed") => ({ action, pull_request: { number: 7, ...pull_request } });

  it.each([
    ["a push", "push", push, { kind: "push", branch: "main", after: SHA }],
    [
      "a push to a branch with slashes",
      "push",
      { ...push, ref: "refs/heads/a/$(id)" },
      { kind: "push", branch: "a/$(id)" },
    ],
    ["a deleted branch", "push", { ...push, deleted: true, after: "0".repeat(40) }, { kind: "ignored" }],
    ["a tag", "push", { ...push, ref: "refs/tags/v1" }, { kind: "ignored" }],
    [
      "a merge",
      "pull_request",
      pull({ state: "closed", merged: true }),
      { kind: "pull_request_changed", state: "merged" },
    ],
    [
      "a refusal",
      "pull_request",
      pull({ state: "closed", merged: false }),
      { kind: "pull_request_changed", state: "closed" },
    ],
    [
      "a reopening",
      "pull_request",
      pull({ state: "open" }, "reopened"),
      { kind: "pull_request_changed", state: "open" },
    ],
    ["a new title", "pull_request", pull({ state: "open" }, "edited"), { kind: "ignored", action: "edited" }],
    ["a rename", "repository", { action: "renamed" }, { kind: "repository_changed", action: "renamed" }],
    ["a transfer", "repository", { action: "transferred" }, { kind: "repository_changed" }],
    ["a privatization", "repository", { action: "privatized" }, { kind: "repository_changed" }],
    ["a deletion", "repository", { action: "deleted" }, { kind: "repository_deleted" }],
    ["an action of tomorrow", "repository", { action: "teleported" }, { kind: "ignored", action: "teleported" }],
    ["a ping", "ping", { zen: "x" }, { kind: "ping" }],
    ["an event that we do not follow", "star", { action: "created" }, { kind: "ignored", action: "created" }],
    ["a name from the prototype", "constructor", {}, { kind: "ignored", action: null }],
  ])("is read from %s", (_case, name, payload, expected) => {
    expect(readEvent(name, payload)).toMatchObject(expected);
  });

  it.each([
    ["push", { ref: 1 }],
    ["push", { ...push, after: "$(id)" }],
    ["pull_request", { action: "closed" }],
    ["repository", null],
  ])("is nothing when a %s has the shape of %j", (name, payload) => {
    expect(readEvent(name, payload)).toBeUndefined();
  });
});
