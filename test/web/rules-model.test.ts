import { describe, expect, it } from "vitest";
import type { Rule } from "../../web/src/api-types.ts";
import { matchingRules } from "../../web/src/features/rules/rules.model.ts";
import { blocksOf, piecesOf } from "../../web/src/ui/prose.model.ts";

const rule = (id: string, category: Rule["category"], what = ""): Rule => ({
  id,
  category,
  severity: "low",
  title: id.replaceAll("-", " "),
  fix_class: "none",
  profile: "default",
  docs: { what, why: "", not_reported: "", fix: "", example: { before: "", after: "" } },
});

const RULES = [
  rule("missing-permissions", "security", "No token rights."),
  rule("missing-job-timeout", "ci_cd", "A job without a limit; nothing about permissions."),
  rule("weak-cache-key", "performance"),
];
const idsOf = (words: string, category: Rule["category"] | "all" = "all") =>
  matchingRules(RULES, { words, category }).map(({ id }) => id);

describe("searching rules", () => {
  it("finds every word, in id, title or text, names first", () => {
    expect(idsOf("permissions")).toEqual(["missing-permissions", "missing-job-timeout"]);
    expect(idsOf("JOB missing")).toEqual(["missing-job-timeout"]);
    expect(idsOf("  ")).toHaveLength(3);
    expect(idsOf("nothing-like-it")).toEqual([]);
  });

  it("keeps to the chosen category", () => {
    expect(idsOf("", "performance")).toEqual(["weak-cache-key"]);
    expect(idsOf("permissions", "ci_cd")).toEqual(["missing-job-timeout"]);
  });
});

describe("documentation texts", () => {
  it("become paragraphs and lists", () => {
    expect(blocksOf("One\nline.\n\nIntro:\n- a\n- b\n  more\n")).toEqual([
      { kind: "paragraph", pieces: [{ kind: "text", text: "One line." }] },
      { kind: "paragraph", pieces: [{ kind: "text", text: "Intro:" }] },
      { kind: "list", items: [[{ kind: "text", text: "a" }], [{ kind: "text", text: "b more" }]] },
    ]);
  });

  it("hold code and links to https alone", () => {
    expect(piecesOf("see `a|b`, [docs](https://x.test/y) and https://z.test/q.")).toEqual([
      { kind: "text", text: "see " },
      { kind: "code", text: "a|b" },
      { kind: "text", text: ", " },
      { kind: "link", text: "docs", href: "https://x.test/y" },
      { kind: "text", text: " and " },
      { kind: "link", text: "z.test/q", href: "https://z.test/q" },
      { kind: "text", text: "." },
    ]);
    expect(piecesOf("[x](javascript:alert(1))")).toEqual([{ kind: "text", text: "[x](javascript:alert(1))" }]);
  });
});
