import { describe, expect, it } from "vitest";
import { fingerprint, sha256Hex } from "../../worker/engine/fingerprint.ts";
import { missingJobTimeout } from "../../worker/engine/rules/github/missing-job-timeout.ts";
import { findingsOf } from "../support/engine.ts";

const TEXT = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n";
const printsOf = (text: string) => findingsOf(missingJobTimeout, text).map((finding) => finding.fingerprint);

describe("a fingerprint", () => {
  it.each([
    ["lines above", `# c\n\n${TEXT}`],
    ["a version bump", TEXT.replace("v4", "v5")],
    ["other newlines", TEXT.replaceAll("\n", "\r\n")],
    ["another job in front", TEXT.replace("jobs:\n", "jobs:\n  z:\n    uses: ./.github/workflows/z.yml\n")],
  ])("survives %s", (_, text) => {
    expect(printsOf(text)).toEqual(printsOf(TEXT));
  });

  it("differs by rule, path and anchor, also where their texts meet", () => {
    const prints = [
      fingerprint("a", "b", "c"),
      fingerprint("ab", "", "c"),
      fingerprint("a", "bc", ""),
      fingerprint("a", "b", "d"),
    ];
    expect(new Set(prints).size).toBe(4);
    expect(prints[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("changes with the job's id", () => {
    expect(printsOf(TEXT.replace("  a:", "  b:"))).not.toEqual(printsOf(TEXT));
  });

  it("hashes UTF-8 bytes", () => {
    expect(sha256Hex("ü")).toBe("607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f");
  });
});
