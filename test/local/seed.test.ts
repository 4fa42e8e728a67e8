import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGit, type Git } from "../../local/git/run.ts";
import { planHistory } from "../../local/seed/history.ts";
import { importSample } from "../../local/seed/import.ts";
import type { Sample } from "../../local/seed/sample.ts";
import { SAMPLES } from "../../local/seed/samples/index.ts";

let folder: string;
let git: Git;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seed-"));
  git = createGit(join(folder, "home"));
});
afterAll(async () => {
  await git.close();
  rmSync(folder, { recursive: true, force: true });
});

async function headOf(sample: Sample, name: string): Promise<string> {
  const dir = join(folder, name);
  await importSample(git, dir, sample);
  return (await git.text({ dir, args: ["rev-parse", "refs/heads/main"] })).trim();
}

function find(name: string): Sample {
  const sample = SAMPLES.find((candidate) => candidate.name === name);
  if (!sample) throw new Error(`There is no sample ${name}.`);
  return sample;
}

/** A change here changes what everybody sees: update these together with the samples. */
const HEADS = {
  "checkout-api": "2728a9087a3cc132cb4a7bfb695bf98424d76a32",
  "invoice-service": "53db1d7ce0b4b73f5301f40158d4de3c8a0fef12",
  "edge-proxy": "d257150aaba39e3e63d75898a5459445d6fe4324",
  ledger: "7c6a8b17b7a37b0f9a5830462d6f20d5132684e6",
  storefront: "5bd355591f6bdca6582ac7e6e044b72f42560c29",
  "broken-pipelines": "cd8f9015c7e96ecc9515f0b07ed980d3e0216b1f",
  tinygrep: "917b681626432843e9a734e6607b6c7cfc21eeda",
};

describe("sample repositories", () => {
  it.each(Object.entries(HEADS))("gives %s the same SHA on every machine", async (name, sha) => {
    expect(await headOf(find(name), `${name}.git`)).toBe(sha);
  });

  it("leaves the empty one empty", async () => {
    await importSample(git, join(folder, "empty.git"), find("empty"));
    expect(await git.text({ dir: join(folder, "empty.git"), args: ["for-each-ref"] })).toBe("");
  });

  it("holds whole objects only", async () => {
    const dir = join(folder, "checked.git");
    await importSample(git, dir, find("storefront"));
    const { code } = await git.run({ dir, args: ["fsck", "--strict", "--no-dangling"] });
    expect(code).toBe(0);
  });
});

describe("histories", () => {
  const sample = { ...find("empty"), name: "story" };
  const files = new Map([["a.txt", Buffer.from("one\ntwo\n")]]);

  it("undoes later edits in earlier commits", () => {
    const plan = planHistory(
      {
        ...sample,
        commits: [
          { message: "1", add: ["a.txt"] },
          { message: "2", edits: [["a.txt", "", "two\n"]] },
        ],
      },
      files,
    );
    expect(plan.map(([change]) => change?.content.toString())).toEqual(["one\n", "one\ntwo\n"]);
  });

  it("refuses an edit that is not in the file, and a file that no commit adds", () => {
    const wrong = [
      { message: "1", add: ["a.txt"] },
      { message: "2", edits: [["a.txt", "", "three"]] as const },
    ];
    expect(() => planHistory({ ...sample, commits: wrong }, files)).toThrow("does not hold");
    expect(() => planHistory({ ...sample, commits: [{ message: "1" }] }, files)).toThrow("no commit adds a.txt");
  });
});
