import { describe, expect, it } from "vitest";
import { as } from "./support/as.ts";
import { seedAnalysis, seedRecommendation, seedRemediation } from "./support/seed.ts";

type Log = {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly properties: unknown;
    readonly results: readonly { readonly locations: unknown; readonly suppressions?: unknown }[];
  }[];
};

async function sarifOf(seed: (orgId: string, analysisId: string) => Promise<unknown>) {
  const caller = await as({ role: "viewer" });
  const { id } = await seedAnalysis(caller.orgId);
  await seed(caller.orgId, id);
  const response = await caller.get(`/api/analysis/${id}/sarif`);
  expect(response.status).toBe(200);
  const log = (await response.json()) as Log;
  return { id, response, log, run: log.runs[0] };
}

describe("the SARIF log of an analysis", () => {
  it("is a file of version 2.1.0 with one run", async () => {
    const { id, response, log, run } = await sarifOf(async () => undefined);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="autodevops-${id}.sarif"`);
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    expect(run?.properties).toMatchObject({ ruleSetVersion: "test", scores: { overall: 90 } });
    expect(run?.results).toEqual([]);
  });

  it("places each finding, and describes its rule once", async () => {
    const { run } = await sarifOf(async (orgId, analysisId) => {
      const { id: remediationId } = await seedRemediation(orgId, { analysisId });
      const place = { path: ".github/workflows/my ci.yml", line: 3, endLine: 5, column: 2 };
      await seedRecommendation(orgId, { analysisId, ...place, severity: "high", fingerprint: "f1", remediationId });
      await seedRecommendation(orgId, { analysisId, position: 1, severity: "info" });
    });
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(["missing-job-timeout"]);
    expect(run?.results).toMatchObject([
      {
        ruleId: "missing-job-timeout",
        ruleIndex: 0,
        level: "error",
        partialFingerprints: { "autodevops/v1": "f1" },
        properties: { severity: "high", fixable: true },
      },
      { level: "note", properties: { fixable: false } },
    ]);
    expect(run?.results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: ".github/workflows/my%20ci.yml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 3, startColumn: 2, endLine: 5 },
        },
      },
    ]);
  });

  it("keeps waived findings as suppressed, and those of rules that are no longer there", async () => {
    const { run } = await sarifOf(async (orgId, analysisId) => {
      await seedRecommendation(orgId, { analysisId, state: "waived" });
      await seedRecommendation(orgId, { analysisId, position: 1, rule: "retired-rule" });
    });
    expect(run?.results.map(({ suppressions }) => suppressions)).toEqual([[{ kind: "external" }], undefined]);
    expect(run?.results[1]).toMatchObject({ ruleId: "retired-rule" });
    expect(run?.results[1]).not.toHaveProperty("ruleIndex");
  });
});
