import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RULES } from "../../worker/engine/rules/index.ts";
import { ruleCases } from "../support/rule-cases.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const CATEGORIES = ["security", "ci_cd", "performance", "quality"];
const SEVERITIES = ["critical", "high", "medium", "low", "info"];

describe("every rule", () => {
  it("has more cases in which it stays silent than cases in which it reports, and some of both", {
    timeout: 120_000,
  }, async () => {
    const cases = await ruleCases();
    const counts = RULES.map(({ meta: { id } }) => ({ id, ...(cases.get(id) ?? { silent: 0, reporting: 0 }) }));
    expect(counts.filter(({ silent, reporting }) => reporting === 0 || silent <= reporting)).toEqual([]);
  });

  it.each(RULES.map(({ meta }) => [meta.id, meta] as const))(
    "has valid meta, a page and a test file: %s",
    (id, meta) => {
      expect(CATEGORIES).toContain(meta.category);
      expect(SEVERITIES).toContain(meta.severity);
      expect(["safe", "lookup", "review", "none"]).toContain(meta.fixClass);
      expect(existsSync(at(`docs/rules/${id}.md`))).toBe(true);
      expect(existsSync(at(`test/engine/rules/${id}.test.ts`))).toBe(true);
    },
  );
});
