import { describe, expect, it } from "vitest";
import { analyze, prepare } from "../../worker/engine/analyze.ts";
import { applyEdits } from "../../worker/engine/edit/apply-edits.ts";
import type { Remediation } from "../../worker/engine/finding.ts";
import { sha256Hex } from "../../worker/engine/fingerprint.ts";
import { NO_LOOKUPS } from "../../worker/engine/lookups.ts";
import { composeRemediations, verifyEdits } from "../../worker/engine/prove/compose.ts";
import { prove } from "../../worker/engine/prove/prove.ts";
import { defineRule, type Rule } from "../../worker/engine/rule.ts";
import { missingJobTimeout } from "../../worker/engine/rules/github/missing-job-timeout.ts";
import { NOW, WORKFLOW, workflow } from "../support/engine.ts";

const TEXT = `on: push
# the only job
jobs:
  test: # keep me
    runs-on: ubuntu-24.04
    steps:
      - run: make # and me
      - name: second
        run: |
          # no comment
          make
`;

/** A rule that reports every job named in its argument and edits as told. */
function ruleThat(
  edit: (text: string) => { start: number; end: number; text: string },
  finds = (text: string) => text.includes("make"),
): Rule {
  return defineRule({
    meta: { ...missingJobTimeout.meta, id: "test-rule", fixClass: "safe", reach: "workflow" },
    *check(context) {
      for (const { path, file } of context.workflows) {
        if (!finds(file.text)) continue;
        const at = { start: 0, end: 2 };
        yield {
          message: "m",
          path,
          at,
          anchor: "a",
          fix: () => ({ edits: [{ path, ...edit(file.text) }], title: "t", explanation: "e" }),
        };
      }
    },
  });
}

function proofOf(rule: Rule, text = TEXT) {
  const ground = prepare(workflow(text), { now: NOW, lookups: NO_LOOKUPS, rules: [rule, missingJobTimeout] });
  const located = ground.located.find((item) => item.rule === rule);
  const draft = located?.hit.fix?.();
  if (!located || !draft || "abstain" in draft) throw new Error("no draft");
  return prove(ground, { rule: rule.meta.id, fixClass: "safe", resolves: [located], draft });
}

const replacing = (what: string, by: string) => (text: string) => {
  const start = text.indexOf(what);
  return { start, end: start + what.length, text: by };
};

const failing = (rule: Rule) => {
  const proof = proofOf(rule);
  return proof.ok ? [] : proof.checks.filter((check) => !check.passed).map((check) => check.name);
};

describe("prove keeps a fix", () => {
  const rule = ruleThat(replacing("run: make #", "run: ninja #"), (text) => text.includes("run: make"));

  it("whose finding is gone and that changes nothing else, with hashes, diff and checks", () => {
    const proof = proofOf(rule);
    const after = TEXT.replace("run: make", "run: ninja");
    expect(proof).toMatchObject({
      ok: true,
      remediation: {
        rule: "test-rule",
        receipt: {
          files: [{ path: WORKFLOW, before: sha256Hex(TEXT), after: sha256Hex(after) }],
          findingsBefore: 2,
          findingsAfter: 1,
        },
      },
    });
    expect(proof.ok && proof.remediation.receipt.checks.map((check) => check.passed)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(proof.ok && proof.remediation.diff).toBe(
      `--- a/${WORKFLOW}\n+++ b/${WORKFLOW}\n@@ -4,7 +4,7 @@\n   test: # keep me\n     runs-on: ubuntu-24.04\n     steps:\n-      - run: make # and me\n+      - run: ninja # and me\n       - name: second\n         run: |\n           # no comment\n`,
    );
  });
});

describe("prove drops a fix", () => {
  const gone = (text: string) => !text.includes("FIXED");
  it.each([
    ["that breaks the YAML", ruleThat(replacing("    runs-on:", "FIXED\n\t runs-on:"), gone), "parses"],
    [
      "that writes a key GitHub does not know",
      ruleThat(replacing("runs-on: ubuntu-24.04", "runs-on: x\n    FIXED: 1"), gone),
      "valid_for_platform",
    ],
    [
      "that repeats a key",
      ruleThat(replacing("    steps:", "    env: {FIXED: 1}\n    env: {}\n    steps:"), gone),
      "valid_for_platform",
    ],
    [
      "that leaves a job without a runner",
      ruleThat(replacing("    runs-on: ubuntu-24.04\n", "    name: FIXED\n"), gone),
      "valid_for_platform",
    ],
    [
      "that points at a job that is not there",
      ruleThat(replacing("    steps:", "    needs: FIXED\n    steps:"), gone),
      "valid_for_platform",
    ],
    ["that leaves the finding", ruleThat(replacing("ubuntu-24.04", "ubuntu-22.04")), "finding_gone"],
    [
      "that raises another finding",
      ruleThat(replacing("jobs:\n", "jobs:\n  FIXED:\n    runs-on: x\n    steps: [{run: a}]\n"), gone),
      "no_new_finding",
    ],
    [
      "that joins two steps",
      ruleThat(replacing("run: make # and me\n      - name: second", "name: FIXED"), gone),
      "untouched_elsewhere",
    ],
    [
      "that loses a comment outside its lines by quoting it",
      ruleThat(
        replacing(
          "runs-on: ubuntu-24.04\n    steps:\n      - run: make",
          "runs-on: x\n    steps:\n      - name: FIXED\n        run: >-\n         x",
        ),
        gone,
      ),
      "untouched_elsewhere",
    ],
  ])("%s", (_, rule, check) => {
    expect(failing(rule)).toContain(check);
  });

  it("that changes nothing or does not fit", () => {
    expect(proofOf(ruleThat(replacing("make", "make")))).toMatchObject({
      ok: false,
      reason: expect.stringContaining("nothing"),
    });
    expect(proofOf(ruleThat(() => ({ start: 0, end: 9999, text: "" })))).toMatchObject({
      ok: false,
      reason: expect.stringContaining("fit"),
    });
  });

  it("that reaches through an alias into another place", () => {
    const text = "on: push\njobs:\n  a:\n    runs-on: x\n    env: &e {A: make}\n    steps: [{run: x, env: *e}]\n";
    const proof = proofOf(
      ruleThat(replacing("A: make", "A: other"), (now) => now.includes("make")),
      text,
    );
    expect(proof.ok ? [] : proof.checks.filter((check) => !check.passed)).toEqual([
      { name: "untouched_elsewhere", passed: false },
    ]);
  });
});

describe("composeRemediations", () => {
  const options = { now: NOW, lookups: NO_LOOKUPS, rules: [missingJobTimeout] };
  const two =
    "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: a}]\n  b:\n    runs-on: x\n    steps: [{run: b}]\n";

  function compose(text: string, change = (all: readonly Remediation[]) => all) {
    const all = change(analyze(workflow(text), options).remediations);
    const result = composeRemediations(workflow(text), all, options);
    return { result, text: applyEdits(text, result.edits) };
  }

  it("puts fixes of one file into one proved change", () => {
    const { result, text } = compose(two);
    expect(text).toBe(two.replaceAll("runs-on: x\n", "runs-on: x\n    timeout-minutes: 30\n"));
    expect(result).toMatchObject({ left: [], receipt: { findingsBefore: 2, findingsAfter: 0 } });
    expect(result.resolved).toHaveLength(2);
  });

  it("drafts anew where two fixes write at one place", () => {
    const shell = defineRule({
      meta: { ...missingJobTimeout.meta, id: "second-rule" },
      *check(context) {
        for (const { path, file } of context.workflows) {
          if (file.text.includes("# seen")) continue;
          const start = file.text.indexOf("    steps:");
          const edit = { path, start, end: start, text: "    # seen\n" };
          yield {
            message: "m",
            path,
            at: { start, end: start + 1 },
            anchor: "x",
            fix: () => ({ edits: [edit], title: "t", explanation: "e" }),
          };
        }
      },
    });
    const both = { ...options, rules: [missingJobTimeout, shell] };
    const text = two.slice(0, two.indexOf("  b:"));
    const { remediations } = analyze(workflow(text), both);
    const result = composeRemediations(workflow(text), remediations, both);
    expect(result.left).toEqual([]);
    expect(applyEdits(text, result.edits)).toBe(
      text.replace("    steps:", "    timeout-minutes: 30\n    # seen\n    steps:"),
    );
  });

  it("leaves out a fix whose finding is not in the commit, and says why", () => {
    const { result } = compose(two, ([first, ...rest]) =>
      first ? [{ ...first, resolves: ["0".repeat(32)] }, ...rest] : [],
    );
    expect(result.left).toEqual([
      { fingerprints: ["0".repeat(32)], reason: expect.stringContaining("not in this commit") },
    ]);
    expect(result.resolved).toHaveLength(1);
  });

  it("of nothing is nothing", () => {
    expect(compose(two, () => []).result).toEqual({ edits: [], diff: "", receipt: null, resolved: [], left: [] });
  });
});

describe("verifyEdits", () => {
  const options = { now: NOW, lookups: NO_LOOKUPS, rules: [missingJobTimeout] };

  it("confirms what analyze offered and refuses it on another commit", () => {
    const [remediation] = analyze(workflow(TEXT), options).remediations;
    if (!remediation) throw new Error("no remediation");
    expect(verifyEdits(workflow(TEXT), remediation, options)).toMatchObject({ ok: true, reason: null });
    const fixed = applyEdits(TEXT, remediation.edits) ?? "";
    expect(verifyEdits(workflow(fixed), remediation, options)).toMatchObject({ ok: false, checks: [] });
  });
});
