import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../worker/engine/snapshot.ts";
import type { AiOutcome, AiSource } from "../../worker/services/ai/outcome.ts";
import { changedLines } from "../../worker/services/assist/changed-lines.ts";
import { type Judged, summarize } from "../../worker/services/assist/summarize.ts";

function snapshotOf(files: Record<string, string>): Snapshot {
  const list = Object.entries(files).map(([path, text]) => ({ path, sha: "", text }));
  return { commit: null, defaultBranch: null, files: list, paths: list.map(({ path }) => path), notes: [] };
}

const CI = ".github/workflows/ci.yml";

describe("changed lines", () => {
  it.each<[string, Record<string, string>, Record<string, string>, [string, number[]][]]>([
    ["of a new pipeline are all", {}, { [CI]: "on: push\njobs: {}\n" }, [[CI, [1, 2]]]],
    ["are those that were written", { [CI]: "a\nb\nc\nd\n" }, { [CI]: "a\nB\nc\nd\ne\n" }, [[CI, [2, 5]]]],
    ["of an unchanged file are none", { [CI]: "a\n" }, { [CI]: "a\n" }, []],
    ["of a file that only lost lines are none", { [CI]: "a\nb\nc\n" }, { [CI]: "a\nc\n" }, []],
    ["of other files are none", { "src/a.ts": "a\n" }, { "src/a.ts": "b\n" }, []],
    [
      "of Dockerfiles and actions count",
      {},
      { Dockerfile: "FROM a\n", "x/action.yml": "a\n" },
      [
        ["Dockerfile", [1]],
        ["x/action.yml", [1]],
      ],
    ],
  ])("%s", (_name, before, after, expected) => {
    expect([...changedLines(snapshotOf(before), snapshotOf(after))]).toEqual(expected);
  });
});

const SOURCE: AiSource = { provider: "gemini", model: "m-1", promptVersion: 1, answeredAt: 5, isCached: false };

function judged(outcome: AiOutcome<unknown>, rest: Partial<Judged> = {}): Judged {
  return { outcome, kept: 0, dropped: [], lowered: 0, ...rest };
}

function answered(source: Partial<AiSource> = {}): AiOutcome<unknown> {
  const spent = source.isCached ? { input: 0, output: 0, costMicros: 0 } : { input: 100, output: 20, costMicros: 7 };
  return { status: "answered", answer: {}, source: { ...SOURCE, ...source }, requestId: "r", spent };
}

describe("a summary", () => {
  it("adds up tokens, money and reasons, and names each source once, the oldest first", () => {
    const summary = summarize(
      [
        judged(answered(), { kept: 2, dropped: ["quote_mismatch", "repeats_rule"], lowered: 1 }),
        judged(answered(), { kept: 1, dropped: ["quote_mismatch"] }),
        judged(answered({ isCached: true, answeredAt: 1 })),
      ],
      4,
    );
    expect(summary).toEqual({
      status: "done",
      reason: null,
      retryAt: null,
      asked: 3,
      cached: 1,
      notAsked: 4,
      kept: 3,
      dropped: { quote_mismatch: 2, repeats_rule: 1 },
      lowered: 1,
      inputTokens: 200,
      outputTokens: 40,
      costMicros: 14,
      sources: [{ ...SOURCE, isCached: true, answeredAt: 1 }, SOURCE],
    });
  });

  it("has the state of what went worst", () => {
    const deferred = judged({ status: "deferred", cap: "user_day", retryAt: 9 });
    const degraded = judged({ status: "degraded", reason: "server", retryAt: 8 });
    const off = judged({ status: "off", reason: "private_code" });
    expect(summarize([judged(answered()), degraded])).toMatchObject({
      status: "degraded",
      reason: "server",
      retryAt: 8,
    });
    expect(summarize([degraded, deferred])).toMatchObject({ status: "deferred", reason: "user_day", retryAt: 9 });
    expect(summarize([off])).toMatchObject({ status: "off", reason: "private_code", retryAt: null, asked: 0 });
    expect(summarize([])).toMatchObject({ status: "done", asked: 0 });
  });
});
