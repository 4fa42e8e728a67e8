import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RULES } from "../../worker/engine/rules/index.ts";

const script = fileURLToPath(new URL("../../scripts/generate-rules-index.mjs", import.meta.url));

describe("the registry of rules", () => {
  it("is what its generator writes", () => {
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  });

  it("is sorted by id, without repeats", () => {
    const ids = RULES.map((rule) => rule.meta.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(RULES.map((rule) => [rule.meta.id, rule.meta]))("documents %s", (id, meta) => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
    expect(meta.title).not.toMatch(/\.$/);
    for (const text of [meta.docs.what, meta.docs.why, meta.docs.notReported, meta.docs.fix])
      expect(text).toMatch(/\S.*\.$/s);
    expect(meta.docs.example.before).not.toBe(meta.docs.example.after);
  });
});
