import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { type AnalysisResult, analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import { toAnnotations } from "../../worker/engine/report/annotations.ts";
import { toMarkdown } from "../../worker/engine/report/markdown.ts";
import { toSarif } from "../../worker/engine/report/sarif.ts";
import { type Files, NOW, snapshot } from "../support/engine.ts";

/** OASIS, SARIF 2.1.0 errata 01, without its descriptions. */
const schema = JSON.parse(readFileSync(new URL("../support/sarif-schema-2.1.0.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

const TEXT =
  "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.pull_request.title }} | 100%\n";

const audit = (files: string | Files): AnalysisResult =>
  analyze(snapshot(files), { now: NOW, lookups: tableLookups(), profile: "strict" });

function problems(log: object): string[] {
  return isSarif(log) ? [] : (isSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("SARIF", () => {
  it("is valid by its schema, with fixes, fingerprints and suppressions", () => {
    const result = audit(TEXT);
    const [first] = result.findings;
    const ignored = first
      ? [
          { ...first, ignored: "because" },
          { ...first, ignored: "" },
          { ...first, waived: true },
        ]
      : [];
    const log = toSarif(
      [{ ...result, findings: [...result.findings, ...ignored] }, audit("on: [\n"), audit({})],
      "1.2.3",
    );
    expect(problems(log)).toEqual([]);
    const text = JSON.stringify(log);
    for (const word of ['"fixes"', '"partialFingerprints"', '"inSource"', '"justification"', '"external"']) {
      expect(text).toContain(word);
    }
  });

  it("is refused by the schema when a field is wrong, so that the check can fail", () => {
    const log = toSarif([audit(TEXT)], "1.2.3");
    expect(problems({ ...log, version: "2.0.0" })).not.toEqual([]);
  });

  it("describes a fix by offsets that give the patched text", () => {
    const result = audit(TEXT);
    const log = toSarif([result], "1.2.3") as { runs: { results: SarifResult[] }[] };
    const pinned = log.runs[0]?.results.find(({ ruleId }) => ruleId === "missing-permissions");
    const replacements = pinned?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
    const patched = replacements.toReversed().reduce((text, { deletedRegion, insertedContent }) => {
      const { charOffset, charLength } = deletedRegion;
      return text.slice(0, charOffset) + insertedContent.text + text.slice(charOffset + charLength);
    }, TEXT);
    expect(patched).toContain("permissions:\n  contents: read\njobs:\n");
  });
});

interface SarifResult {
  readonly ruleId: string;
  readonly fixes?: {
    readonly artifactChanges: {
      readonly replacements: {
        readonly deletedRegion: { readonly charOffset: number; readonly charLength: number };
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
}

describe("Markdown", () => {
  it("has a row for each finding and the diff of each fix", () => {
    const result = audit(TEXT);
    const text = toMarkdown([{ name: "repo", result }]);
    expect(text.match(/^\| (?:critical|high|medium|low|info) \|/gm)).toHaveLength(result.findings.length);
    expect(text.match(/^`{3,}diff$/gm)).toHaveLength(result.remediations.length);
  });

  it("lets no text of the repository become markup", () => {
    const [finding] = audit(TEXT).findings;
    if (!finding) throw new Error("nothing found");
    const odd = { ...finding, message: "a | b\n<script>alert(1)</script>", path: "a`|\nb.yml" };
    const text = toMarkdown([{ name: "<b>", result: { ...audit({}), findings: [odd], remediations: [] } }]);
    expect(text).toContain("a \\| b &lt;script>");
    expect(text).not.toContain("<script>");
    expect(text).toContain("`a\ufffd\ufffd\ufffdb.yml`");
  });

  it("says so when nothing was found", () => {
    expect(toMarkdown([{ name: "repo", result: { ...audit({}), findings: [] } }])).toContain("No findings.");
  });
});

describe("annotations", () => {
  it("are one workflow command a finding, at its place", () => {
    const result = audit(TEXT);
    const lines = toAnnotations([result]).trimEnd().split("\n");
    expect(lines).toHaveLength(result.findings.length);
    expect(lines.every((line) => /^::(?:error|warning|notice) file=[^,]+,line=\d+,endLine=\d+/.test(line))).toBe(true);
  });

  it("escape what would end the command", () => {
    const [finding] = audit(TEXT).findings;
    if (!finding) throw new Error("nothing found");
    const odd = { ...finding, severity: "high" as const, rule: "a,b", path: "x:y,z.yml", message: "50%\nmore" };
    expect(toAnnotations([{ findings: [odd] }])).toMatch(
      /^::error file=x%3Ay%2Cz\.yml,.*title=a%2Cb \(high\)::50%25%0Amore\n$/,
    );
  });
});
