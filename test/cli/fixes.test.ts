import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, temporaryFolders } from "./command.ts";

const folder = temporaryFolders();
const PATH = ".github/workflows/ci.yml";
const BAD = `on: pull_request\njobs:\n  # the only job\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n`;

const rulesOf = async (dir: string, ...options: string[]) => {
  const { out } = await run("audit", dir, "--format", "json", ...options);
  return (JSON.parse(out).findings as { rule: string }[]).map(({ rule }) => rule);
};

describe("--fix", () => {
  it("writes every proved fix and reports what is left", async () => {
    const dir = await folder("fix", { [PATH]: BAD });
    expect(await rulesOf(dir)).toEqual(expect.arrayContaining(["missing-job-timeout", "missing-permissions"]));
    const { out } = await run("audit", dir, "--fix");
    expect(out).toMatch(/Fixed \d+ findings in \d+ files?\./);
    const text = await readFile(join(dir, PATH), "utf8");
    expect(text).toContain("  # the only job\n  a:\n");
    expect(text).toContain("    timeout-minutes: 30\n");
    expect(await rulesOf(dir)).not.toEqual(expect.arrayContaining(["missing-job-timeout"]));
  });

  it("changes nothing the second time", async () => {
    const dir = await folder("twice", { [PATH]: BAD });
    await run("audit", dir, "--fix");
    const once = await readFile(join(dir, PATH), "utf8");
    const { out } = await run("audit", dir, "--fix");
    expect(out).toContain("Fixed 0 findings in 0 files.");
    expect(await readFile(join(dir, PATH), "utf8")).toBe(once);
  });

  it("takes only the classes that --fix-class names", async () => {
    const dir = await folder("classes", { [PATH]: BAD });
    await run("audit", dir, "--fix", "--fix-class", "lookup");
    expect(await readFile(join(dir, PATH), "utf8")).toBe(BAD);
  });

  it("keeps the bytes around its edits: line ends and the byte order mark", async () => {
    const windows = `\ufeff${BAD.replaceAll("\n", "\r\n")}`;
    const dir = await folder("windows", { [PATH]: windows });
    await run("audit", dir, "--fix");
    const text = await readFile(join(dir, PATH), "utf8");
    expect(text.startsWith("\ufeffon: pull_request\r\n")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });
});

describe("--diff", () => {
  it("prints one diff that git applies, with the same result as --fix", async () => {
    const [printed, fixed] = [await folder("diff", { [PATH]: BAD }), await folder("same", { [PATH]: BAD })];
    const { out } = await run("audit", printed, "--diff");
    expect(out).toMatch(/^--- a\//);
    expect(await readFile(join(printed, PATH), "utf8")).toBe(BAD);
    execFileSync("git", ["apply", "--unidiff-zero", "-"], { cwd: printed, input: out });
    await run("audit", fixed, "--fix");
    expect(await readFile(join(printed, PATH), "utf8")).toBe(await readFile(join(fixed, PATH), "utf8"));
  });

  it("makes files that are not there yet", async () => {
    const dir = await folder("new-file", { "go.mod": "module example.org/a\n" });
    const { out } = await run("audit", dir, "--diff");
    expect(out).toContain("--- /dev/null\n+++ b/.github/dependabot.yml\n");
    execFileSync("git", ["apply", "-"], { cwd: dir, input: out });
    expect(await readFile(join(dir, ".github/dependabot.yml"), "utf8")).toContain("package-ecosystem: gomod");
  });

  it("prints nothing where nothing can be fixed", async () => {
    expect((await run("audit", await folder("nothing", { "a.txt": "" }), "--diff")).out).toBe("");
  });
});

describe("--baseline", () => {
  it("reports only what an earlier JSON report has not, and passes when nothing is new", async () => {
    const dir = await folder("base", { [PATH]: BAD });
    const { out } = await run("audit", dir, "--format", "json");
    const file = join(await folder("reports", { "base.json": out }), "base.json");
    expect(await run("audit", dir, "--baseline", file)).toMatchObject({
      code: 0,
      out: expect.stringContaining("No findings."),
    });
    await folder("base", { ".github/workflows/new.yml": BAD });
    const { code } = await run("audit", dir, "--baseline", file);
    expect(code).toBe(1);
    const report = JSON.parse((await run("audit", dir, "--baseline", file, "--format", "json")).out);
    expect(new Set(report.findings.map(({ path }: { path: string }) => path))).toEqual(
      new Set([".github/workflows/new.yml"]),
    );
  });

  it("survives moved lines and reads SARIF too", async () => {
    const dir = await folder("moved", { [PATH]: BAD });
    const { out } = await run("audit", dir, "--format", "sarif");
    const file = join(await folder("logs", { "base.sarif": out }), "base.sarif");
    await folder("moved", { [PATH]: `# a comment\n\n${BAD}` });
    expect((await run("audit", dir, "--baseline", file)).code).toBe(0);
  });
});

describe("--strict", () => {
  it("adds what only strict teams want to hear", async () => {
    const dir = await folder("strict", { [PATH]: BAD });
    const [usual, strict] = [await rulesOf(dir), await rulesOf(dir, "--strict")];
    expect(strict.length).toBeGreaterThan(usual.length);
    expect(strict).toEqual(expect.arrayContaining(usual));
  });
});

describe("wrong use", () => {
  it.each([
    [["--fix", "--diff"], /either --fix or --diff/],
    [["--fix-class", "unsafe"], /safe, lookup, review/],
    [["--baseline", "/no/such/file"], /cannot be read/],
    [["--lookups", "/no/such/file"], /cannot be read/],
  ])("of %j is refused with exit code 2 before anything is written", async (options, words) => {
    const dir = await folder("refused", { [PATH]: BAD });
    const { code, out, error } = await run("audit", dir, ...options);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(words);
    expect(await readFile(join(dir, PATH), "utf8")).toBe(BAD);
  });

  it("of a file that is no report as a baseline is refused", async () => {
    const dir = await folder("odd", { [PATH]: BAD, "x.json": "[1]", "y.json": "" });
    for (const name of ["x.json", "y.json"]) {
      expect(await run("audit", dir, "--baseline", join(dir, name))).toMatchObject({ code: 2, error: /no report/ });
    }
  });
});
