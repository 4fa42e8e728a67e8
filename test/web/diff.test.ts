import { describe, expect, it } from "vitest";
import { parseDiff } from "../../web/src/ui/diff.model.ts";
import { tokensOf } from "../../web/src/ui/syntax.ts";

const ONE = `--- a/.github/workflows/ci.yml
+++ b/.github/workflows/ci.yml
@@ -10,3 +10,4 @@ jobs:
   test:
-    runs-on: ubuntu-latest
+    runs-on: ubuntu-24.04
+    timeout-minutes: 15
     steps:
`;

const kinds = (diff: string) => parseDiff(diff)[0]?.rows.map((row) => row.kind);

describe("unified diff", () => {
  it("numbers the lines of both sides", () => {
    expect(parseDiff(ONE)[0]?.rows).toEqual([
      { kind: "hunk", text: "jobs:" },
      { kind: "context", before: 10, after: 10, text: "  test:" },
      { kind: "removed", before: 11, text: "    runs-on: ubuntu-latest" },
      { kind: "added", after: 11, text: "    runs-on: ubuntu-24.04" },
      { kind: "added", after: 12, text: "    timeout-minutes: 15" },
      { kind: "context", before: 12, after: 13, text: "    steps:" },
    ]);
  });

  it("counts what it adds and removes", () => {
    expect(parseDiff(ONE)[0]).toMatchObject({ path: ".github/workflows/ci.yml", added: 2, removed: 1 });
  });

  it("keeps files apart", () => {
    const other = ONE.replaceAll("ci.yml", "release.yml");
    expect(parseDiff(ONE + other).map((file) => file.path)).toEqual([
      ".github/workflows/ci.yml",
      ".github/workflows/release.yml",
    ]);
  });

  it("reads a removed line that looks like the head of a file as a line", () => {
    const diff = "--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n--- not a head\n keep\n";
    expect(kinds(diff)).toEqual(["hunk", "removed", "context"]);
  });

  it("reads an added line that looks like a hunk as a line", () => {
    const diff = "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n keep\n+@@ -1 +1 @@\n";
    expect(parseDiff(diff)[0]?.rows.at(-1)).toEqual({ kind: "added", after: 2, text: "@@ -1 +1 @@" });
  });

  it("keeps several hunks of a file", () => {
    const diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d\n";
    expect(kinds(diff)).toEqual(["hunk", "removed", "added", "hunk", "removed", "added"]);
  });

  it("names a diff that starts with its first hunk", () => {
    expect(parseDiff("@@ -1 +1 @@\n-a\n+b\n", "Dockerfile")[0]?.path).toBe("Dockerfile");
  });

  it("names a new file by its new path and a deleted one by its old path", () => {
    expect(parseDiff("--- /dev/null\n+++ b/new.yml\n@@ -0,0 +1 @@\n+a\n")[0]?.path).toBe("new.yml");
    expect(parseDiff("--- a/old.yml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")[0]?.path).toBe("old.yml");
  });

  it("shows a missing newline at the end as a note", () => {
    const diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    expect(kinds(diff)).toEqual(["hunk", "removed", "note", "added"]);
  });

  it("reads Windows line ends", () => {
    expect(parseDiff("@@ -1 +1 @@\r\n-a\r\n+b\r\n")[0]?.rows.at(-1)).toEqual({ kind: "added", after: 1, text: "b" });
  });

  it.each(["", "not a diff", "@@ broken @@"])("finds nothing in %j", (text) => {
    expect(parseDiff(text)).toEqual([]);
  });
});

const shape = (line: string) => tokensOf(line).map((token) => [token.kind, token.text]);

describe("colours of a line", () => {
  it.each([
    "      - uses: actions/checkout@v5 # v5.0.1",
    "run: echo \"${{ github.actor }}\" '#1' # end",
    "\tFROM node:24 AS build",
    "",
    "   ",
    "a: 'it''s' # x",
    '🚀: "${{ a }}${{ b }}"',
  ])("never change the text of %j", (line) => {
    expect(
      tokensOf(line)
        .map((token) => token.text)
        .join(""),
    ).toBe(line);
  });

  it("tell key, value and comment apart", () => {
    expect(shape("timeout-minutes: 15 # enough")).toEqual([
      ["key", "timeout-minutes"],
      ["plain", ":"],
      ["literal", " 15 "],
      ["comment", "# enough"],
    ]);
  });

  it("find an expression in a script", () => {
    expect(shape("echo ${{ github.ref }}!")).toEqual([
      ["plain", "echo "],
      ["expression", "${{ github.ref }}"],
      ["plain", "!"],
    ]);
  });

  it("take no hash inside quotes or words for a comment", () => {
    expect(tokensOf('name: "a # b"').some((token) => token.kind === "comment")).toBe(false);
    expect(tokensOf("uses: a/b#c").some((token) => token.kind === "comment")).toBe(false);
  });

  it("know the instructions of a Dockerfile", () => {
    expect(shape("RUN npm ci")[0]).toEqual(["key", "RUN"]);
  });
});
