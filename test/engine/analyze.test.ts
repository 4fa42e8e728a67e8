import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnalyzeOptions, analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";

import { composeRemediations, verifyEdits } from "../../worker/engine/prove/compose.ts";
import { defineRule } from "../../worker/engine/rule.ts";
import { missingJobTimeout } from "../../worker/engine/rules/github/missing-job-timeout.ts";
import { NOW, patchedTexts, snapshot, WORKFLOW, workflow } from "../support/engine.ts";

const OPTIONS: AnalyzeOptions = { now: NOW, lookups: tableLookups(), profile: "strict" };

const SAMPLE = `name: CI # main pipeline
on:
  push:
  pull_request: {branches: [main]}
env: {A: 1}
jobs:
  test:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix: {os: [ubuntu-latest, windows-latest]}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4 # node
        with:
          node-version: 20
      - run: npm install
      - name: Greet
        if: |
          \${{ github.event_name == 'pull_request' }}
        run: |
          echo "::set-output name=title::\${{ github.event.pull_request.title }}"
          echo done
  deploy:
    needs: [test]
    runs-on: ubuntu-22.04
    container: node:20
    steps:
      - uses: docker/login-action@v3
      - run: ./deploy.sh
`;

const FILES = {
  [WORKFLOW]: SAMPLE,
  "package.json": '{"packageManager": "npm@10.0.0", "engines": {"node": ">=22"}}\n',
  "package-lock.json": null,
  ".nvmrc": "22\n",
};

/** Text made of pieces that mean something to YAML and to GitHub, and of noise. */
const noise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...SAMPLE.split(/(?<=\n)/),
        ...": - {} [] & * ! | > ' \" # \t \r\n ? ${{ }} @ << --- ...".split(" "),
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

/** The sample with a stretch replaced by noise. */
const mutated = fc
  .tuple(fc.nat(SAMPLE.length), fc.nat(60), noise)
  .map(([at, length, text]) => SAMPLE.slice(0, at) + text.slice(0, 80) + SAMPLE.slice(at + length));

/** The sample without some of its lines, with some twice, perhaps with other newlines. */
const shuffled = fc
  .tuple(fc.array(fc.constantFrom(0, 1, 1, 1, 1, 2), { minLength: 60, maxLength: 60 }), fc.boolean())
  .map(([counts, isWindows]) => {
    const lines = SAMPLE.split("\n").flatMap((line, index) => Array.from({ length: counts[index] ?? 1 }, () => line));
    return lines.join(isWindows ? "\r\n" : "\n");
  });

describe("analyze", () => {
  it("offers only fixes that hold when they are proved again, alone and together", () => {
    const source = snapshot(FILES);
    const { remediations } = analyze(source, OPTIONS);
    expect(remediations.length).toBeGreaterThan(2);
    expect(remediations.map((remediation) => verifyEdits(source, remediation, OPTIONS).reason)).toEqual(
      remediations.map(() => null),
    );
    const composed = composeRemediations(source, remediations, OPTIONS);
    expect(composed.left).toEqual([]);
    const after = analyze(snapshot({ ...FILES, ...patchedTexts(source, composed.edits) }), OPTIONS);
    const remaining = new Set(after.findings.map((finding) => finding.fingerprint));
    expect(composed.resolved.filter((print) => remaining.has(print))).toEqual([]);
  });

  it.each([
    ["noise", noise],
    ["a damaged workflow", mutated],
    ["a workflow with lines missing and repeated", shuffled],
  ])("neither throws nor wavers on %s, and every fix it offers holds", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const source = snapshot({ ...FILES, [WORKFLOW]: text, "sub/action.yml": text, ".gitlab-ci.yml": text });
        const result = analyze(source, OPTIONS);
        expect(JSON.stringify(analyze(source, OPTIONS))).toBe(JSON.stringify(result));
        expect(result.dropped.filter(({ reason }) => reason.includes("failed on this"))).toEqual([]);
        for (const remediation of result.remediations)
          expect(verifyEdits(source, remediation, OPTIONS).reason).toBeNull();
        composeRemediations(source, result.remediations, OPTIONS);
      }),
      { numRuns: 150 },
    );
  });

  it("survives a rule that throws, and names it", () => {
    const broken = defineRule({
      meta: { ...missingJobTimeout.meta, id: "broken-rule" },
      check() {
        throw new Error("bug");
      },
    });
    const result = analyze(workflow(SAMPLE), { ...OPTIONS, rules: [broken, missingJobTimeout] });
    expect(result.findings.map((finding) => finding.rule)).toEqual(["missing-job-timeout", "missing-job-timeout"]);
    expect(result.dropped).toEqual([{ rule: "broken-rule", reason: expect.stringContaining("bug") }]);
  });

  it("sorts findings by path and place, and gives each its own fingerprint", () => {
    const { findings } = analyze(snapshot({ ...FILES, "a/action.yml": "runs: [\n" }), OPTIONS);
    const places = findings.map(({ path, range }) => [path, range.line, range.column]);
    expect(places).toEqual(
      places.toSorted((a, b) =>
        String(a[0]) < String(b[0])
          ? -1
          : Number(a[0] !== b[0]) || Number(a[1]) - Number(b[1]) || Number(a[2]) - Number(b[2]),
      ),
    );
    expect(new Set(findings.map((finding) => finding.fingerprint)).size).toBe(findings.length);
  });

  it("keeps a waived finding in the list but not in the score", () => {
    const all = analyze(workflow(SAMPLE), { ...OPTIONS, rules: [missingJobTimeout] });
    const waivers = all.findings.map(({ fingerprint }) => ({ fingerprint }));
    const waived = analyze(workflow(SAMPLE), { ...OPTIONS, rules: [missingJobTimeout], waivers });
    expect(waived.findings).toEqual(all.findings);
    expect([all.scores.ci_cd, waived.scores.ci_cd]).toEqual([98, 100]);
  });

  it("runs only the categories that are asked for", () => {
    const { findings } = analyze(snapshot(FILES), { ...OPTIONS, categories: ["security"] });
    expect(new Set(findings.map((finding) => finding.category))).toEqual(new Set(["security"]));
  });
});
