import { describe, expect, it } from "vitest";
import { missingRuntimeHardening } from "../../../worker/engine/rules/github/missing-runtime-hardening.ts";
import { placesOf } from "../../support/engine.ts";

const job = (steps: readonly string[], extra = "", runsOn = "ubuntu-24.04") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runsOn}\n${extra}    steps:\n${steps.map((line) => `      ${line}\n`).join("")}`;
const places = (text: string, profile: "strict" | "default" = "strict") =>
  placesOf(missingRuntimeHardening, text, { profile });

describe("missing-runtime-hardening stays silent", () => {
  it.each([
    ["a job that starts with harden-runner", job(["- uses: step-security/harden-runner@v2", "- run: make"])],
    ["the same pinned and in another case", job([`- uses: Step-Security/Harden-Runner@${"a".repeat(40)} # v2`])],
    ["a job that starts with another monitor", job(["- uses: bullfrogsec/bullfrog@v0", "- run: make"])],
    ["a job in a container", job(["- run: make"], "    container: alpine\n")],
    ["a job on a self-hosted runner", job(["- run: make"], "", "self-hosted")],
    ["a call of a reusable workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
    ["a job without steps", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n"],
    ["steps of the wrong shape", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: make\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on everything in the default profile", () => {
    expect(places(job(["- run: make"]), "default")).toEqual([]);
  });
});

describe("missing-runtime-hardening reports", () => {
  it.each([
    ["a job without a monitor", job(["- run: make"]), ["3:3 info"]],
    ["a monitor that starts too late", job(["- run: make", "- uses: step-security/harden-runner@v2"]), ["3:3 info"]],
    ["another action of that vendor", job(["- uses: step-security/changed-files@v46"]), ["3:3 info"]],
    ["a job on Windows", job(["- run: make"], "", "windows-2025"), ["3:3 info"]],
    [
      "each job",
      `${job(["- run: make"])}  b:\n    runs-on: ubuntu-24.04\n    steps: [{ run: make }]\n`,
      ["3:3 info", "7:3 info"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});
