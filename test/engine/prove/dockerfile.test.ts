import { describe, expect, it } from "vitest";
import { prepare } from "../../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { dockerfilesOf } from "../../../worker/engine/model/docker/dockerfile.ts";
import { prove } from "../../../worker/engine/prove/prove.ts";
import { defineRule } from "../../../worker/engine/rule.ts";
import { dockerfileUnpinnedBaseImage } from "../../../worker/engine/rules/docker/dockerfile-unpinned-base-image.ts";
import { NOW, snapshot } from "../../support/engine.ts";

const TEXT = "FROM node:24\nRUN make\nUSER node\n";

/** Proves a fix that writes `text` in the place of `FROM node:24`. */
function proofOf(text: string) {
  const rule = defineRule({
    meta: { ...dockerfileUnpinnedBaseImage.meta, id: "test-rule" },
    *check(context) {
      for (const { path, froms } of dockerfilesOf(context)) {
        if (froms[0]?.text !== "node:24") continue;
        const edits = [{ path, start: 0, end: "FROM node:24".length, text }];
        yield {
          message: "m",
          path,
          at: froms[0].at,
          anchor: "a",
          fix: () => ({ edits, title: "t", explanation: "e" }),
        };
      }
    },
  });
  const ground = prepare(snapshot({ Dockerfile: TEXT }), { now: NOW, lookups: NO_LOOKUPS, rules: [rule] });
  const [located] = ground.located;
  const draft = located?.hit.fix?.();
  if (!located || !draft || "abstain" in draft) throw new Error("no draft");
  return prove(ground, { rule: rule.meta.id, fixClass: "safe", resolves: [located], draft });
}

describe("the proof of a Dockerfile's fix", () => {
  it("holds when the instructions stay the same", () => {
    expect(proofOf("FROM node:24.1").ok).toBe(true);
  });

  it.each([
    ["one is added", "FROM node:24.1\nUSER node"],
    ["one is lost in a comment", "# FROM node:24"],
    ["one becomes part of another", "FROM node:24.1 \\"],
    ["one becomes another", "RUN node:24"],
  ])("fails when %s", (_, text) => {
    expect(proofOf(text)).toMatchObject({ ok: false, reason: expect.stringContaining("readable") });
  });
});
