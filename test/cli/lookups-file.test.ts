import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLookups } from "../../local/cli/lookups-file.ts";
import { run, temporaryFolders } from "./command.ts";

const folder = temporaryFolders();
const SHA = "a".repeat(40);
const DIGEST = `sha256:${"b".repeat(64)}`;

async function lookupsOf(value: unknown) {
  const dir = await folder("lookups", { "lookups.json": typeof value === "string" ? value : JSON.stringify(value) });
  return readLookups(join(dir, "lookups.json"));
}

describe("a lookups file", () => {
  it("answers for refs, in short and in full", async () => {
    const lookups = await lookupsOf({
      "Own/Action@v1": SHA,
      refs: { "own/other@v2": { sha: SHA, tags: ["v2", "v2.1.0"], kinds: ["branch", "tag"] } },
    });
    expect(lookups.actionCommit("own/action", "v1")).toEqual({ sha: SHA, tag: null });
    expect(lookups.actionCommit("own/other", "v2")).toEqual({ sha: SHA, tag: "v2.1.0" });
    expect(lookups.refKinds("own/other", "v2")).toEqual({ branch: true, tag: true });
    expect(lookups.commitTags("own/other", SHA)).toEqual(["v2", "v2.1.0"]);
    expect(lookups.actionCommit("own/other", "V2")).toBe("unknown");
  });

  it("answers for commits", async () => {
    const lookups = await lookupsOf({ [`o/r@${SHA}`]: { tags: [], origin: "fork" } });
    expect(lookups.commitTags("o/r", SHA)).toEqual([]);
    expect(lookups.commitOrigin("o/r", SHA)).toBe("fork");
    expect(lookups.commitOrigin("o/r", "c".repeat(40))).toBe("unknown");
  });

  it("answers for images, advisories, settings and history in the engine's units", async () => {
    const lookups = await lookupsOf({
      images: { "node:22": DIGEST },
      advisories: {
        "O/R": [{ id: "GHSA-1", severity: "high", summary: "s", ranges: ["< 2.0.0"], first_patched: "2.0.0" }],
      },
      settings: { visibility: "public" },
      history: { ".github/workflows/ci.yml": { runs: [], changed_at: "2026-01-02T03:04:05Z" } },
    });
    expect(lookups.imageDigest("node:22")).toBe(DIGEST);
    expect(lookups.advisories("o/r")).toMatchObject([{ firstPatched: "2.0.0" }]);
    expect(lookups.settings()).toMatchObject({ visibility: "public", forkSecrets: null });
    expect(lookups.history(".github/workflows/ci.yml")).toMatchObject({ changedAt: Date.UTC(2026, 0, 2, 3, 4, 5) });
    expect(lookups.fleet()).toBe("unknown");
  });

  it.each([
    ["text that is not JSON", "{", /is not JSON/],
    ["a commit that is none", { "o/r@v1": "v1" }, /wrong at o\/r@v1: /],
    ["a key that is neither", { checkout: SHA }, /unknown key `checkout`/],
    ["a digest that is none", { images: { "node:22": "sha256:1" } }, /wrong at images → node:22/],
    ["a list", [1], /./],
  ])("with %s is refused, saying where", async (_, value, words) => {
    await expect(lookupsOf(value)).rejects.toThrow(words);
  });

  it("has a page whose example answers every question", async () => {
    const page = await readFile("docs/lookups.md", "utf8");
    const lookups = await lookupsOf(/```json\n(.*?)```/s.exec(page)?.[1] ?? "");
    const about: Readonly<Record<string, readonly [string, string?]>> = {
      actionCommit: ["acme/deploy", "v2"],
      commitTags: ["acme/deploy", "0d8a7e9f3c1b25467a8e9f0c1d2b3a4f5e6d7c8b"],
      commitOrigin: ["acme/deploy", "v2"],
      refKinds: ["acme/deploy", "v2"],
      actionMetadata: ["acme/deploy", "v2"],
      actionRepository: ["acme/deploy"],
      advisories: ["acme/deploy"],
      imageDigest: ["node:24-alpine"],
      toolVersion: ["golangci-lint"],
      branchRules: ["main"],
      history: [".github/workflows/ci.yml"],
    };
    const open = Object.entries(lookups).filter(([question, ask]) => ask(...(about[question] ?? [])) === "unknown");
    expect(open.map(([question]) => question)).toEqual([]);
    expect(lookups.storedNames()).toMatchObject({ secrets: ["NPM_TOKEN"], organizationSecrets: [] });
  });

  it("lets the command pin what the table does not know", async () => {
    const workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: own/action@v1\n";
    const dir = await folder("pin", {
      ".github/workflows/ci.yml": workflow,
      "lookups.json": JSON.stringify({ "own/action@v1": { sha: SHA, tags: ["v1.2.3"] } }),
    });
    const { out } = await run("audit", dir, "--diff", "--lookups", join(dir, "lookups.json"));
    expect(out).toContain(`+      - uses: own/action@${SHA} # v1.2.3`);
  });
});
