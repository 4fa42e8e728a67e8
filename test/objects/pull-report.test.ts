import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import type { Finding, Severity } from "../../worker/engine/finding.ts";
import type { Snapshot } from "../../worker/engine/snapshot.ts";
import { compareLines } from "../../worker/services/pulls/compare-lines.ts";
import { comparePull } from "../../worker/services/pulls/compare-pull.ts";
import { findingChanges } from "../../worker/services/pulls/new-findings.ts";
import { reportOf } from "../../worker/services/pulls/pull-report.ts";

const CI = ".github/workflows/ci.yml";
const OPTIONS = { now: Date.UTC(2026, 10, 21), lookups: tableLookups() };

function snapshotOf(files: Record<string, string>): Snapshot {
  const list = Object.entries(files).map(([path, text]) => ({ path, sha: "", text }));
  return { commit: null, defaultBranch: null, files: list, paths: list.map(({ path }) => path), notes: [] };
}

function workflow(...steps: string[]): string {
  const head = ["name: CI", "on: { issues: { types: [opened] } }", "permissions: {}", "jobs:", "  a:"];
  const job = ["runs-on: ubuntu-24.04", "timeout-minutes: 5", "steps:"].map((line) => `    ${line}`);
  return `${[...head, ...job, ...steps.map((step) => `      ${step}`)].join("\n")}\n`;
}

const BAD = "- run: echo ${{ github.event.issue.title }}";

function compare(
  before: Record<string, string>,
  after: Record<string, string>,
  renames: { from: string; to: string }[] = [],
) {
  return comparePull({ before: snapshotOf(before), after: snapshotOf(after), renames }, OPTIONS);
}

const text = fc
  .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

describe("compared lines", () => {
  it("are added, or stayed in their order", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { added, origins } = compareLines(before, after);
        const [old, lines] = [before.split("\n"), after.split("\n")];
        expect([...added, ...origins.keys()].toSorted((a, b) => a - b)).toEqual(
          lines.slice(1).map((_, index) => index + 1),
        );
        for (const [line, origin] of origins) expect(lines[line - 1]).toBe(old[origin - 1]);
        expect([...origins.values()]).toEqual([...origins.values()].toSorted((a, b) => a - b));
      }),
    );
  });

  it("of texts with nothing in common are all added, without comparing for minutes", () => {
    const lines = (mark: string) => Array.from({ length: 8_000 }, (_, index) => `${mark}${index}\n`).join("");
    expect(compareLines(lines("a"), lines("b")).added.size).toBe(8_000);
    expect([...compareLines(lines("a"), `${lines("a")}b\n`).added]).toEqual([8_001]);
  });
});

describe("what a pull request brings", () => {
  it("is what it wrote, wherever it put it among the same that was there", () => {
    const written = workflow(BAD, "- run: make", BAD, `${BAD} again`);
    const { added, fixed, onChangedLines } = compare({ [CI]: workflow("- run: make", BAD) }, { [CI]: written });
    expect(fixed).toBe(0);
    expect(added.map(({ rule }) => rule)).toEqual(["template-injection", "template-injection"]);
    expect(onChangedLines.map(({ startLine }) => startLine)).toEqual([9, 12]);
  });

  it("is nothing for lines that only moved down, or a file that moved", () => {
    const down = compare({ [CI]: workflow(BAD) }, { [CI]: workflow("- run: make", BAD) });
    expect([down.added, down.fixed]).toEqual([[], 0]);
    const moved = [{ from: CI, to: ".github/workflows/b.yml" }];
    const same = compare({ [CI]: workflow(BAD) }, { ".github/workflows/b.yml": workflow(BAD) }, moved);
    expect([same.added, same.fixed]).toEqual([[], 0]);
  });

  it("is everything in a pipeline that is new", () => {
    const { added, onChangedLines } = compare({}, { [CI]: workflow(BAD) });
    expect(added.map(({ rule }) => rule)).toContain("template-injection");
    expect(onChangedLines).toHaveLength(added.length);
  });

  it("may be on lines that it did not change", () => {
    const open = workflow("- run: make").replace("permissions: {}\n", "");
    const { added, onChangedLines } = compare({ [CI]: workflow("- run: make") }, { [CI]: open });
    expect(added.map(({ rule }) => rule)).toContain("missing-permissions");
    expect(onChangedLines).toEqual([]);
  });

  it("counts what it repaired", () => {
    const { added, fixed } = compare({ [CI]: workflow(BAD) }, { [CI]: workflow("- run: make") });
    expect([added, fixed]).toEqual([[], 1]);
  });

  it("is nothing where jobs share steps, so that a rule says the same of one line for each of them", () => {
    const shared = sharing("b", "c");
    const same = compare({ [CI]: shared }, { [CI]: shared, "README.md": "Hello" });
    expect([same.added, same.fixed]).toEqual([[], 0]);
    const down = compare({ [CI]: shared }, { [CI]: `# Ours\n${shared}` });
    expect([down.added, down.fixed]).toEqual([[], 0]);
  });

  it("is one finding for each job more that shares flawed steps, and one repaired for each less", () => {
    const [less, more] = [sharing("b"), sharing("b", "c")];
    const grown = compare({ [CI]: less }, { [CI]: more });
    expect([grown.added.map(({ rule }) => rule), grown.fixed]).toEqual([["template-injection"], 0]);
    const shrunk = compare({ [CI]: more }, { [CI]: less });
    expect([shrunk.added, shrunk.fixed]).toEqual([[], 1]);
  });
});

/** A workflow whose job `a` has a flawed step, and jobs of these names that share its steps. */
function sharing(...jobs: string[]): string {
  const sharers = jobs.map((job) => `  ${job}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps: *s\n`);
  return workflow(BAD).replace("steps:", "steps: &s") + sharers.join("");
}

function finding(change: Partial<Finding> = {}): Finding {
  const range = { line: 3, column: 1, endLine: 3, endColumn: 2 };
  const rest = {
    rule: "template-injection",
    category: "security",
    evidence: [],
    fingerprint: "f",
    fixable: false,
  } as const;
  return { severity: "high", path: CI, range, message: "Wrong.", ...rest, ...change };
}

describe("findings of two sides", () => {
  const some = fc.array(
    fc.record({ line: fc.integer({ min: 1, max: 3 }), fingerprint: fc.constantFrom("f", "g", "h") }).map(placed),
    { maxLength: 8 },
  );
  const unchanged = { added: new Set<number>(), origins: new Map([1, 2, 3].map((line) => [line, line])) };

  it("are told apart one by one, however many are alike", () => {
    fc.assert(
      fc.property(some, some, (before, after) => {
        const { added, fixed } = findingChanges(before, after, () => unchanged);
        expect(after.length - added.length).toBe(before.length - fixed.length);
        // All lines stayed: a line has new ones, or repaired ones, by as many as it has more, or less.
        for (const line of [1, 2, 3]) {
          const [old, now] = [countOn(line, before), countOn(line, after)];
          if (now <= old) expect(countOn(line, added)).toBe(0);
          else expect(countOn(line, fixed)).toBe(0);
        }
        const same = before.map((one) => ({ ...one })).toReversed();
        expect(findingChanges(before, same, () => unchanged)).toEqual({ added: [], fixed: [] });
      }),
    );
  });

  it("are the same first where the fingerprint says so, then where the place does", () => {
    const before = [placed({ line: 1, fingerprint: "f" }), placed({ line: 1, fingerprint: "g" })];
    const after = ["h", "g", "f"].map((fingerprint) => placed({ line: 1, fingerprint }));
    expect(findingChanges(before, after, () => unchanged)).toEqual({ added: after.slice(0, 1), fixed: [] });
    expect(findingChanges(before, after.slice(0, 2), () => unchanged)).toEqual({ added: [], fixed: [] });
  });
});

function placed({ line, fingerprint }: { line: number; fingerprint: string }): Finding {
  return finding({ range: { line, column: 1, endLine: line, endColumn: 2 }, fingerprint });
}

function countOn(line: number, findings: readonly Finding[]): number {
  return findings.filter(({ range }) => range.line === line).length;
}

function report(added: readonly Finding[], fixed = 0) {
  const onChangedLines = added.map((each) => ({
    finding: each,
    startLine: each.range.line,
    endLine: each.range.endLine,
  }));
  return reportOf({
    pull: { base: "a".repeat(40), head: "b".repeat(40) },
    difference: { added, fixed, onChangedLines },
    htmlUrl: "https://github.com/o/r",
    detailsUrl: "https://ado.example.com/repositories/1",
  });
}

describe("the report", () => {
  it.each<[Severity[], string, string]>([
    [[], "success", "No new findings, 2 fixed"],
    [["info"], "neutral", "1 new finding (1 info), 2 fixed"],
    [["medium", "low", "low"], "neutral", "3 new findings (1 medium, 2 low), 2 fixed"],
    [["low", "high"], "failure", "2 new findings (1 high, 1 low), 2 fixed"],
    [["critical"], "failure", "1 new finding (1 critical), 2 fixed"],
  ])("of %j is %s", (severities, conclusion, title) => {
    expect(
      report(
        severities.map((severity) => finding({ severity })),
        2,
      ),
    ).toMatchObject({ conclusion, title });
  });

  it("keeps text of the repository from doing anything on GitHub", () => {
    const path = ".github/workflows/](https://evil.example)`<img src=x>@admins.yml";
    const message = "@everyone <script>alert(1)</script> [x](https://evil.example) fixes #1 <!-- \u202e";
    const { summary, annotations } = report([finding({ path, message })]);
    const prose = summary.replace(/(`+) .*? \1/g, "");
    expect(prose).not.toMatch(/<script|<!--|@everyone|@admins|\]\(https:\/\/evil|fixes #1|\u202e/);
    expect(prose).not.toBe(summary);
    expect(annotations[0]?.message).not.toMatch(/@everyone|#1|\u202e/);
  });

  it("stays within what GitHub takes, however much there is", () => {
    const many = Array.from({ length: 500 }, () =>
      finding({ message: "m".repeat(5_000), path: `${"p/".repeat(500)}ci.yml` }),
    );
    const { summary, title, annotations } = report(many);
    expect(summary.length).toBeLessThan(65_000);
    expect(title.length).toBeLessThanOrEqual(140);
    expect(annotations).toHaveLength(200);
    expect(summary).toContain("and 480 more");
    for (const { message, title: words } of annotations) expect(message.length + words.length).toBeLessThan(1_000);
  });
});
