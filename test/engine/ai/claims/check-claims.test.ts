import { describe, expect, it } from "vitest";
import type { RawClaim } from "../../../../worker/engine/ai/answers.ts";
import { checkClaims } from "../../../../worker/engine/ai/claims/check-claims.ts";
import { sha256Hex } from "../../../../worker/engine/fingerprint.ts";
import { claimOn, groundOf, METER, SHOP } from "../../../support/ai-samples.ts";
import { TRUE_CLAIMS, trueClaims } from "../../../support/ai-true-claims.ts";

const shop = groundOf(SHOP);
const CI = SHOP.subject;
const WAIT = {
  topic: "fixed-wait",
  title: "Fixed wait for the server",
  message: "A slow machine is not ready then. Ask the port in a loop.",
};
const waiting = claimOn(shop.context, [CI, "run: sleep 30"], WAIT);
const outcomeOf = (change: Partial<RawClaim>, ground = shop) => {
  const { claims, dropped } = checkClaims({ claims: [{ ...waiting, ...change }] }, ground);
  return dropped[0]?.reason ?? claims[0];
};

describe("true claims", () => {
  it.each(TRUE_CLAIMS)("about $sample.name stand", ({ sample, rows }) => {
    const ground = groundOf(sample);
    const { claims, dropped, lowered } = checkClaims({ claims: trueClaims(ground.context, rows) }, ground);
    expect([dropped, lowered, claims.length]).toEqual([[], 0, rows.length]);
    for (const { path, line, endLine, quote } of claims) {
      const own = (sample.files[path] ?? "").split("\n").slice(line - 1, endLine);
      expect(quote.split("\n").every((text) => own.includes(text))).toBe(true);
    }
  });

  it("have the repository's lines, the topic's category and a fingerprint", () => {
    expect(outcomeOf({ category: "quality" })).toEqual({
      ...WAIT,
      category: "ci_cd",
      severity: "medium",
      path: CI,
      line: 24,
      endLine: 24,
      quote: "        run: sleep 30",
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("keep their fingerprint on moved lines, and have one for each of equal quotes", () => {
    const text = SHOP.files[CI] ?? "";
    const printOf = (files: Readonly<Record<string, string>>) => {
      const ground = groundOf({ ...SHOP, files });
      const said = claimOn(ground.context, [CI, "run: sleep 30"], WAIT);
      return checkClaims({ claims: [said] }, ground).claims.map(({ line, fingerprint }) => [line, fingerprint]);
    };
    const [[line, own] = []] = printOf(SHOP.files);
    const moved = text.replace("jobs:\n", "env:\n  A: b\njobs:\n");
    expect(printOf({ ...SHOP.files, [CI]: moved })).toEqual([[Number(line) + 2, own]]);
    const twice = text.replace(
      "        run: sleep 30\n",
      "        run: sleep 30\n      - name: Again\n        run: sleep 30\n",
    );
    const ground = groundOf({ ...SHOP, files: { ...SHOP.files, [CI]: twice } });
    const first = claimOn(ground.context, [CI, "run: sleep 30"], WAIT);
    const second = { ...first, line: first.line + 2, endLine: first.endLine + 2 };
    const prints = checkClaims({ claims: [first, second] }, ground).claims.map(({ fingerprint }) => fingerprint);
    expect([prints[0], prints.length, new Set(prints).size]).toEqual([own, 2, 2]);
  });

  it("may have other blanks at the end of lines, and other line breaks", () => {
    for (const quote of ["        run: sleep 30  ", "        run: sleep 30\n", "        run: sleep 30\r\n"]) {
      expect(outcomeOf({ quote })).toMatchObject({ line: 24 });
    }
  });

  it("name lines as the repository counts them", () => {
    const message = `See lines ${waiting.line} to ${waiting.line + 1} and line 1.`;
    expect(outcomeOf({ message })).toMatchObject({ message: "See lines 24 to 25 and line 1." });
  });
});

describe("a claim is dropped", () => {
  it.each<[string, Partial<RawClaim>, string]>([
    ["of a file that is not sent", { path: "test/unit/price.test.ts" }, "unknown_path"],
    ["of a file that is not there", { path: ".github/workflows/none.yml" }, "unknown_path"],
    ["of the same path in another spelling", { path: `./${CI}` }, "unknown_path"],
    ["on line 0", { line: 0 }, "bad_lines"],
    ["on line -1", { line: -1, endLine: -1 }, "bad_lines"],
    ["on line 10^9", { line: 10 ** 9, endLine: 10 ** 9 }, "bad_lines"],
    ["that ends before it begins", { endLine: waiting.line - 1 }, "bad_lines"],
    ["over more than ten lines", { endLine: waiting.line + 10 }, "bad_lines"],
    ["on the next line", { line: waiting.line + 1, endLine: waiting.line + 1 }, "quote_mismatch"],
    ["without its indentation", { quote: "run: sleep 30" }, "quote_mismatch"],
    ["with more indentation", { quote: "          run: sleep 30" }, "quote_mismatch"],
    ["with a tab", { quote: "\trun: sleep 30" }, "quote_mismatch"],
    ["in capitals", { quote: "        run: Sleep 30" }, "quote_mismatch"],
    ["in letters that look alike", { quote: "        run: sl\u0435ep 30" }, "quote_mismatch"],
    ["with something unseen", { quote: "        run: sl\u200beep 30" }, "quote_mismatch"],
    ["in parts", { quote: "sleep 30" }, "quote_mismatch"],
    ["in other words", { quote: "        run: sleep for 30 seconds" }, "quote_mismatch"],
    ["with its number", { quote: `${waiting.line}|        run: sleep 30` }, "quote_mismatch"],
    ["without a quote", { quote: " \n" }, "empty_quote"],
    ["of no topic", { topic: "vibes" }, "unknown_topic"],
    ["of the prototype's topic", { topic: "constructor" }, "unknown_topic"],
    ["that names a file which is not there", { message: "See scripts/nope.sh for it." }, "unknown_path"],
    ["that names a line which is not there", { message: "See line 4000." }, "bad_lines"],
    ["that a rule made", { title: "The job has no timeout-minutes" }, "repeats_rule"],
    ["that a silent rule denies", { title: "The deploy can overlap: no concurrency" }, "contradicts_rule"],
  ])("%s", (_name, change, reason) => {
    expect(outcomeOf(change)).toBe(reason);
  });

  it("that shows nothing", () => {
    const path = "scripts/publish.sh";
    const done = claimOn(shop.context, [path, "done"], WAIT);
    const steps = claimOn(shop.context, [CI, "steps:"], WAIT);
    const { dropped } = checkClaims({ claims: [done, steps] }, shop);
    expect(dropped.map(({ reason }) => reason)).toEqual(["empty_quote", "empty_quote"]);
  });

  it("when the repository has moved on", () => {
    const files = { ...SHOP.files, [CI]: `# new\n${SHOP.files[CI]}` };
    const { repository } = groundOf({ ...SHOP, files });
    expect(outcomeOf({}, { ...shop, repository })).toBe("quote_mismatch");
    expect(outcomeOf({}, { ...shop, repository: groundOf(METER).repository })).toBe("quote_mismatch");
  });

  it("with all others of a file that changed elsewhere, also where no blob ids are known", () => {
    const context = { ...shop.context, files: shop.context.files.map((file) => ({ ...file, sha: "" })) };
    const files = { ...SHOP.files, [CI]: SHOP.files[CI]?.replace("--workers=1", "--workers=4") ?? "" };
    const { repository } = groundOf({ ...SHOP, files });
    expect(outcomeOf({}, { ...shop, context })).toMatchObject({ line: 24 });
    expect(outcomeOf({}, { ...shop, context, repository })).toBe("quote_mismatch");
  });

  it("beyond 200", () => {
    const many = Array.from({ length: 203 }, () => waiting);
    const { claims, dropped } = checkClaims({ claims: many }, shop);
    const reasons = dropped.map(({ reason }) => reason);
    expect([claims.length, reasons.filter((reason) => reason === "over_limit").length, reasons.length]).toEqual([
      1, 3, 202,
    ]);
  });

  it("that says again what another says, or the contrary", () => {
    const again = { ...waiting, title: "Thirty seconds of waiting", severity: "low" as const };
    const { claims, dropped } = checkClaims({ claims: [waiting, again] }, shop);
    expect([claims.length, dropped]).toEqual([1, [{ reason: "duplicate", path: CI }]]);
    const contrary = { ...waiting, title: "The fixed wait for the server is not needed" };
    const torn = checkClaims(
      { claims: [{ ...waiting, title: "The fixed wait for the server is needed" }, contrary] },
      shop,
    );
    expect([torn.claims, torn.dropped.map(({ reason }) => reason)]).toEqual([
      [],
      ["contradicts_claim", "contradicts_claim"],
    ]);
  });
});

describe("severity", () => {
  const high = claimOn(shop.context, [CI, "if: github.event_name"], {
    topic: "wrong-condition",
    title: "The condition holds for each push",
    message: "The operator joins the wrong way.",
    severity: "critical",
  });
  const finding = {
    rule: "x",
    category: "ci_cd",
    path: CI,
    message: "",
    evidence: [],
    fingerprint: "",
    fixable: false,
  } as const;
  const range = { line: 48, column: 1, endLine: 48, endColumn: 9 };
  const withRule = (change: object) =>
    checkClaims({ claims: [high] }, { ...shop, findings: [{ ...finding, severity: "critical", range, ...change }] });

  it("is medium at most", () => {
    const { claims, lowered } = checkClaims({ claims: [high, { ...waiting, severity: "info" }] }, shop);
    expect([claims.map(({ severity }) => severity), lowered]).toEqual([["medium", "info"], 1]);
  });

  it("stays where a rule of the same kind is as grave on the same lines", () => {
    const line = high.line;
    const at = shop.context.files[0]?.lines[line - 1]?.line ?? 0;
    const there = { range: { ...range, line: at, endLine: at } };
    expect(withRule(there)).toMatchObject({ claims: [{ severity: "critical" }], lowered: 0 });
    expect(withRule({ ...there, severity: "high" })).toMatchObject({ claims: [{ severity: "medium" }], lowered: 1 });
    expect(withRule({ ...there, category: "quality" })).toMatchObject({ claims: [{ severity: "medium" }] });
    expect(withRule({ ...there, path: "scripts/publish.sh" })).toMatchObject({ claims: [{ severity: "medium" }] });
    expect(withRule({ range: { ...range, line: 1, endLine: 2 } })).toMatchObject({ claims: [{ severity: "medium" }] });
  });
});

describe("a placeholder", () => {
  const [subject, ...rest] = shop.context.files;
  const sent = (text: string) => ({
    ...shop,
    context: {
      ...shop.context,
      files: subject
        ? [
            {
              ...subject,
              lines: subject.lines.map((line, index) => (index === waiting.line - 1 ? { ...line, text } : line)),
            },
            ...rest,
          ]
        : rest,
    },
  });

  it("stands for what was taken out of the line, and alone shows nothing", () => {
    const quote = "        run: ⟦REDACTED:token:1⟧ 30";
    expect(outcomeOf({ quote }, sent(quote))).toMatchObject({ quote });
    expect(outcomeOf({ quote: "⟦REDACTED:token:1⟧" }, sent("⟦REDACTED:token:1⟧"))).toBe("empty_quote");
    expect(outcomeOf({ quote: "        ran: ⟦REDACTED:token:1⟧ 30" }, sent("        ran: ⟦REDACTED:token:1⟧ 30"))).toBe(
      "quote_mismatch",
    );
  });

  it("is no part of a fingerprint's number", () => {
    const printOf = (quote: string) => {
      const outcome = outcomeOf({ quote }, sent(quote));
      return typeof outcome === "object" ? outcome.fingerprint : outcome;
    };
    expect(printOf("        run: ⟦REDACTED:token:7⟧ 30")).toBe(printOf("        run: ⟦REDACTED:token:1⟧ 30"));
    expect(printOf("        run: ⟦REDACTED:token:7⟧ 30")).not.toBe(sha256Hex(""));
  });
});
