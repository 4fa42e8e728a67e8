import { execFile } from "node:child_process";
import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { run, temporaryFolders } from "./command.ts";

const BAD = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n";

const folder = temporaryFolders();

async function audited(dir: string) {
  const { out } = await run("audit", dir, "--format", "json");
  return JSON.parse(out);
}

const rulesOf = (report: { findings: { rule: string }[] }) => report.findings.map(({ rule }) => rule);

describe("autodevops", () => {
  it("shows help and version", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("audit DIR...") });
    expect(await run("--version")).toEqual({ code: 0, out: "1.2.3\n", error: "" });
  });

  it.each([
    [[], /Name a command/],
    [["fix", "."], /no command `fix`/],
    [["audit"], /at least one folder/],
    [["audit", ".", "--what"], /no option `--what`/],
    [["audit", ".", "--format", "xml"], /text, json, sarif/],
    [["audit", ".", "--platform", "github"], /`autodevops audit` has no option `--platform`; it has --format/],
    [["profile"], /at least one folder/],
    [["profile", ".", "--format", "sarif"], /text, json, not `sarif`/],
    [["profile", "/no/such/folder"], /no folder `\/no\/such\/folder`/],
    [["generate", "."], /--platform github, --platform gitlab/],
    [["generate", "--platform", "github"], /Name one folder/],
    [["generate", ".", "--platform", "jenkins"], /github, gitlab, circleci, not `jenkins`/],
    [["generate", ".", "--platform", "github", "--jobs", "lint,fly"], /^autodevops: --jobs is not right: .*"deploy"/],
    [["generate", ".", "--platform", "github", "--branch", "a..b"], /--branch is not right/],
    [["generate", "/no/such/folder", "--platform", "gitlab"], /no folder/],
    [["audit", ".", "--fail-on", "bad"], /critical, high/],
    [["audit", ".", "--format"], /--format/],
    [["audit", "/no/such/folder"], /no folder `\/no\/such\/folder`/],
    [["audit", fileURLToPath(import.meta.url)], /is a file/],
  ])("refuses %j with one sentence and exit code 2", async (args, words) => {
    const { code, out, error } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(words);
    expect(error.trim().split("\n")).toHaveLength(1);
  });

  it("prints nothing when one of several folders is wrong", async () => {
    const dir = await folder("good", { ".github/workflows/ci.yml": BAD });
    expect(await run("audit", dir, "/no/such/folder")).toMatchObject({ code: 2, out: "" });
  });
});

describe("autodevops audit", () => {
  it("prints one object for a folder, with the folder as it was written", async () => {
    const dir = `${await folder("json", { ".github/workflows/ci.yml": BAD })}/`;
    const report = await audited(dir);
    expect(report).toMatchObject({ dir, notes: [], scores: { overall: expect.any(Number) } });
    expect(report.findings).toContainEqual({
      rule: "missing-job-timeout",
      category: "ci_cd",
      path: ".github/workflows/ci.yml",
      line: 3,
      endLine: 3,
      column: 3,
      endColumn: 4,
      severity: "low",
      message: expect.any(String),
      fixable: true,
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      evidence: [{ path: ".github/workflows/ci.yml", line: 3, endLine: 3, quote: "  a:" }],
    });
  });

  it("prints one object a line for several folders, in their order", async () => {
    const dirs = [await folder("b", {}), await folder("a", { ".github/workflows/ci.yml": BAD })];
    const { out } = await run("audit", ...dirs, "--format=json");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).dir);
    expect(lines).toEqual(dirs);
  });

  it("fails only for findings at or above --fail-on", async () => {
    const dir = await folder("limits", { ".github/workflows/ci.yml": "on: [\n" });
    const codes = [];
    for (const limit of ["critical", "low", "never"]) codes.push((await run("audit", dir, "--fail-on", limit)).code);
    expect(codes).toEqual([1, 1, 0]);
  });

  it("shows path, place, severity, rule, the line with a caret, and a summary", async () => {
    const dir = await folder("text", { ".github/workflows/ci.yml": "on: push\nname: 'x\njobs: {}\n" });
    const { out } = await run("audit", dir);
    expect(out).toMatch(
      /^\.github\/workflows\/ci\.yml:2:7: critical yaml-syntax-error: .+\n {2}2 \| name: 'x\n {4}\| {7}\^\^\n/m,
    );
    expect(out).toContain("2 findings (1 critical, 1 medium), 1 with a proved fix.\nHealth ");
  });

  it("prints SARIF with regions and fingerprints", async () => {
    const dir = await folder("sarif", { ".github/workflows/my ci.yml": BAD });
    const log = JSON.parse((await run("audit", dir, "--format", "sarif")).out);
    expect(log.version).toBe("2.1.0");
    const result = log.runs[0].results.find((each: { ruleId: string }) => each.ruleId === "missing-job-timeout");
    expect(result).toMatchObject({
      level: "note",
      partialFingerprints: { "autodevops/v1": expect.stringMatching(/^[0-9a-f]{32}$/) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: ".github/workflows/my%20ci.yml" },
            region: { startLine: 3, startColumn: 3 },
          },
        },
      ],
    });
    expect(log.runs[0].tool.driver.rules[result.ruleIndex].id).toBe("missing-job-timeout");
  });

  it("keeps control characters of a repository out of the terminal", async () => {
    const dir = await folder("control", {
      ".github/workflows/ci.yml": 'on: push\njobs:\n  "a\\e[31m":\n    runs-on: x\n    steps: [{run: a}]\n',
    });
    expect((await run("audit", dir)).out).not.toContain("\u001b");
  });
});

describe("autodevops audit reads a folder", () => {
  it("without node_modules, .git and symbolic links", async () => {
    const dir = await folder("skip", {
      ".github/workflows/ci.yml": BAD,
      "node_modules/x/action.yml": "runs: [\n",
      ".git/action.yml": "runs: [\n",
    });
    const outside = await folder("outside", { "action.yml": "runs: [\n" });
    await symlink(outside, join(dir, "linked"));
    await symlink(join(outside, "action.yml"), join(dir, "action.yml"));
    await symlink("/no/such/target", join(dir, "dangling.yml"));
    expect(rulesOf(await audited(dir))).not.toContain("yaml-syntax-error");
  });

  it("even when the folder lies inside node_modules", async () => {
    const dir = await folder("node_modules/inner", { ".github/workflows/ci.yml": BAD });
    expect(rulesOf(await audited(dir))).toContain("missing-job-timeout");
  });

  it("with spaces and letters of any language in names", async () => {
    const dir = await folder("grüße repo", { ".github/workflows/日本 語.yml": BAD });
    expect((await audited(dir)).findings[0].path).toBe(".github/workflows/日本 語.yml");
  });

  it("without reading what is too large or not text, and says so", async () => {
    const dir = await folder("large", {
      ".github/workflows/ci.yml": BAD,
      ".github/workflows/latin.yml": new Uint8Array([0x6f, 0x6e, 0x3a, 0x20, 0xe9, 0x0a]),
      "package.json": `"${"x".repeat(50 * 1024 * 1024)}"`,
    });
    const report = await audited(dir);
    expect(report.notes.map(({ code, path }: { code: string; path: string }) => [code, path])).toEqual([
      ["file_too_large", "package.json"],
      ["binary_file", ".github/workflows/latin.yml"],
    ]);
    expect(rulesOf(report)).toContain("yaml-syntax-error");
  });

  it.skipIf(process.getuid?.() === 0)("and notes what it may not read", async () => {
    const dir = await folder("closed", {
      ".github/workflows/ci.yml": BAD,
      "secret/action.yml": "a: 1\n",
      "package.json": "{}",
    });
    await chmod(join(dir, "secret"), 0);
    await chmod(join(dir, "package.json"), 0);
    const { notes } = await audited(dir);
    await chmod(join(dir, "secret"), 0o755);
    expect(notes.map(({ code, path }: { code: string; path: string }) => [code, path])).toEqual([
      ["unreadable_path", "secret/"],
      ["unreadable_path", "package.json"],
    ]);
  });
});

describe("the program", () => {
  const script = fileURLToPath(new URL("../../scripts/autodevops.mjs", import.meta.url));

  it("runs as a process of its own and passes its exit code on", async () => {
    const dir = await folder("program", { ".github/workflows/ci.yml": BAD });
    const result = await promisify(execFile)(process.execPath, [script, "audit", dir, "--format", "json"]).catch(
      (error) => error,
    );
    expect(result).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(result.stdout).dir).toBe(dir);
  });
});
