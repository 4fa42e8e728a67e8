import { describe, expect, it } from "vitest";
import { describePlan, type PlanFacts } from "../../worker/services/remediations/describe-plan.ts";
import { neutralCode, neutralProse, neutralTitle } from "../../worker/services/remediations/neutral-text.ts";

const FACTS: PlanFacts = {
  base: "main",
  baseCommit: "a".repeat(40),
  fixes: [
    {
      rule: "missing-job-timeout",
      title: "Bound the job `test`",
      explanation: "A job without a limit runs for six hours.\n\nLook at how long it takes today.",
      findings: [{ message: "`test` has no limit.", path: ".github/workflows/ci.yml", line: 4, severity: "medium" }],
    },
  ],
  receipt: {
    ruleSetVersion: "2026.11.1",
    files: [{ path: ".github/workflows/ci.yml", before: "b".repeat(64), after: "c".repeat(64) }],
    findingsBefore: 3,
    findingsAfter: 2,
    resolved: ["f1"],
    checks: [{ name: "parses", passed: true }],
  },
  left: [],
};

describe("the text of a pull request", () => {
  it("tells reviewers what, why, the proof and how to check it", () => {
    const { title, body } = describePlan(FACTS);
    expect(title).toBe("Bound the job `test`");
    expect(body).toBe(`## What this changes

AutoDevOps resolves 1 finding by editing 1 file. The edits were proved on a copy of the repository before they were offered; the receipt below says how.

### Bound the job \`test\`

A job without a limit runs for six hours.

Look at how long it takes today.

Found by the rule \`missing-job-timeout\`:

- \`.github/workflows/ci.yml:4\` (medium): \`test\` has no limit.

## Receipt

| File | SHA-256 before | SHA-256 after |
| --- | --- | --- |
| \`.github/workflows/ci.yml\` | \`bbbbbbbbbbbb\` | \`cccccccccccc\` |

| Check | Holds |
| --- | --- |
| Every changed file still parses | yes |

Findings in the repository: 3 before, 2 after. Rule set \`2026.11.1\`, based on commit \`aaaaaaaaaaaa\` of \`main\`.

## How to verify

- Read the diff: it holds the edits above and nothing else.
- Let the pipelines of this branch run before you merge.
- Run \`npx autodevops audit .\` on this branch: it reports the findings that remain.
- Run \`sha256sum .github/workflows/ci.yml\` on this branch and compare it with the receipt.
`);
  });

  it("counts findings in the title of several fixes and bounds its length", () => {
    const [fix] = FACTS.fixes;
    const two = { ...FACTS, fixes: fix ? [fix, fix] : [] };
    expect(describePlan(two).title).toBe("Fix 2 pipeline findings in .github/workflows/ci.yml");
    const long = { ...FACTS, fixes: fix ? [{ ...fix, title: "x".repeat(300) }] : [] };
    expect(describePlan(long).title).toHaveLength(100);
  });

  it("names the fixes that were left out", () => {
    const left = [{ title: "Pin @v4", reason: "It changes the same place." }];
    expect(describePlan({ ...FACTS, left }).body).toContain(
      "## Left out\n\n- Pin @&#8203;v4: It changes the same place.",
    );
  });
});

describe("text from a repository", () => {
  it.each([
    ["mentions", "ask @octocat and @org/team", /@(?!&#8203;)/],
    ["issues", "Closes #1, fixes o/r#2, GH-3", /(?<!&)#\d|GH-\d/],
    ["images", "![x](https://evil.test/a.png)", /!\[|https:/],
    ["links", "[x](javascript:alert(1)) www.evil.test http://a", /(?<!\\)\[|www\.|http:/],
    ["HTML", "<img src=x onerror=1><!-- hidden -->", /<|>/],
    ["commands", "/deploy now", /^\//],
    ["new lines", "a\n\n# Heading\n- [x] done", /\n|(?<!\\)\[/],
    ["direction marks", "a\u202eb\u2066c\u200bd\u{e0041}e", /[\p{Cf}]/u],
    ["code fences", "```\nx", /(?<!\\)`/],
  ])("cannot bring %s into prose", (_case, text, forbidden) => {
    expect(neutralProse(text)).not.toMatch(forbidden);
  });

  it("keeps words and code readable", () => {
    expect(neutralProse("Set `timeout-minutes` in job `a_b`, it is fine.")).toBe(
      "Set `timeout-minutes` in job `a_b`, it is fine.",
    );
  });

  it("cannot leave its code span", () => {
    expect(neutralCode("a`b``c")).toBe("``` a`b``c ```");
    expect(neutralCode("a\nb")).toBe("`a b`");
  });

  it("mentions nobody in a title", () => {
    expect(neutralTitle("Hi @octocat\n#1")).toBe("Hi @\u200boctocat #\u200b1");
  });
});
