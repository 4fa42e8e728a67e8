import { describe, expect, it } from "vitest";
import type { RawClaim } from "../../../../worker/engine/ai/answers.ts";
import { DECIDED_TOPICS } from "../../../../worker/engine/ai/claims/decided-topics.ts";
import { judgeByRules, type Known } from "../../../../worker/engine/ai/claims/judge-by-rules.ts";
import { TOPICS, topicsOf } from "../../../../worker/engine/ai/claims/topics.ts";
import { CLAIM_TASKS } from "../../../../worker/engine/ai/task.ts";
import { RULES } from "../../../../worker/engine/rules/index.ts";
import { OPEN_SAYINGS } from "../../../support/ai-open-sayings.ts";
import { DECIDED_SAYINGS } from "../../../support/ai-sayings.ts";

const PLACE = { path: "ci.yml", line: 7, endLine: 8 };
const CLAIM: RawClaim = {
  ...PLACE,
  topic: "misleading-name",
  category: "quality",
  severity: "low",
  title: "",
  message: "Change it.",
  quote: "      - name: Test",
};
const judge = (change: Partial<RawClaim>, known: readonly Known[] = []) =>
  judgeByRules({ ...CLAIM, ...change }, PLACE, known);

describe("topics", () => {
  it("share out the rules: each decides exactly one", () => {
    const decided = DECIDED_TOPICS.flatMap(({ decidedBy }) => decidedBy);
    expect(decided.toSorted()).toEqual(RULES.map(({ meta }) => meta.id));
  });

  it("have names of their own, and each open one is asked by a task", () => {
    const ids = TOPICS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { tasks, decidedBy } of TOPICS) expect(tasks.length > 0).toBe(decidedBy.length === 0);
  });

  it.each(CLAIM_TASKS)("of %s are some, and none that rules decide", (task) => {
    const topics = topicsOf(task);
    expect(topics.length).toBeGreaterThan(4);
    expect(topics.flatMap(({ decidedBy }) => decidedBy)).toEqual([]);
    for (const { asks } of topics) expect([asks, judge({ title: asks })]).toEqual([asks, null]);
  });
});

describe("a claim about what rules decide", () => {
  it("is told by its title", () => {
    expect(DECIDED_SAYINGS.length).toBeGreaterThan(140);
    expect(DECIDED_SAYINGS.filter((title) => judge({ title }) !== "contradicts_rule")).toEqual([]);
  });

  it("is told by its message", () => {
    const untold = DECIDED_SAYINGS.slice(0, 80).filter(
      (message) => judge({ title: "Something is off here", message }) === null,
    );
    expect(untold).toEqual([]);
  });

  it("is not seen in other claims", () => {
    expect(OPEN_SAYINGS.length).toBeGreaterThan(95);
    expect(OPEN_SAYINGS.filter((title) => judge({ title }) !== null)).toEqual([]);
  });

  it("is told by the topic that it names", () => {
    for (const { id } of DECIDED_TOPICS) expect(judge({ topic: id, title: "Strange words" })).toBe("contradicts_rule");
  });

  it("is told by a rule's title and id", () => {
    const long = RULES.filter(({ meta }) => meta.title.split(" ").length > 4);
    expect(long.filter(({ meta }) => judge({ title: meta.title }) === null)).toEqual([]);
    for (const { meta } of RULES) expect(judge({ title: `See ${meta.id}` })).not.toBeNull();
  });

  it.each(["timeout-minutes: 5", "  permissions:", "    runs-on: ubuntu-24.04", "        continue-on-error: true"])(
    "is told by a quote that holds nothing else: %s",
    (quote) => {
      expect(judge({ title: "Strange words", quote })).toBe("contradicts_rule");
      expect(judge({ title: "Strange words", quote: `${quote}\n    env: {A: b}` })).toBeNull();
    },
  );

  const finding: Known = {
    rule: "missing-job-timeout",
    path: "ci.yml",
    line: 7,
    endLine: 7,
    severity: "low",
    category: "ci_cd",
    message: "Job `test` has no `timeout-minutes`, so it may block a runner for hours; set one.",
  };

  it("repeats the rule where that fired in the file, and contradicts it where it was silent", () => {
    expect(judge({ title: "This job has no time limit" }, [finding])).toBe("repeats_rule");
    expect(judge({ title: "This job has no time limit" }, [{ ...finding, path: "other.yml" }])).toBe(
      "contradicts_rule",
    );
  });

  it("contradicts the rule when it says that all is well", () => {
    expect(judge({ title: "A time-out is already set for this job" }, [finding])).toBe("repeats_rule");
    expect(judge({ title: "The missing time limit is harmless" }, [finding])).toBe("contradicts_rule");
    expect(judge({ title: "False positive of the audit" }, [finding])).toBe("contradicts_rule");
    expect(judge({ title: "Strange words", message: "The finding here can be ignored." }, [finding])).toBe(
      "contradicts_rule",
    );
  });

  it("repeats a finding of the same lines in its words", () => {
    const said = { title: "Job test may block a runner" };
    expect(judge(said, [finding])).toBe("repeats_rule");
    expect(judge(said, [{ ...finding, line: 70, endLine: 70 }])).toBeNull();
  });
});
