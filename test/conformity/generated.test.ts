import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../worker/version.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe("what is generated or said twice", () => {
  it("docs/api.md is what the declared routes make of it", () => {
    const check = () =>
      execFileSync(process.execPath, [at("scripts/generate-api-docs.mjs"), "--check"], { stdio: "pipe" });
    expect(check).not.toThrow();
  });

  it.each([
    "generate-rule-docs.mjs",
    "generate-workflow-schema.mjs",
    "generate-gitlab-schema.mjs",
    "generate-rules-index.mjs",
  ])("%s has nothing to write", (script) => {
    const check = () => execFileSync(process.execPath, [at(`scripts/${script}`), "--check"], { stdio: "pipe" });
    expect(check).not.toThrow();
  });

  it("the version is the package's", () => {
    expect(VERSION).toBe(JSON.parse(readFileSync(at("package.json"), "utf8")).version);
  });
});
