import { describe, expect, it } from "vitest";
import { answerSchema } from "../../../../worker/engine/ai/answer/answer-schemas.ts";
import { readAnswer } from "../../../../worker/engine/ai/answer/read-answer.ts";
import { AI_TASKS } from "../../../../worker/engine/ai/task.ts";

const CLAIM = {
  topic: "fixed-wait",
  category: "ci_cd",
  severity: "low",
  title: "A wait",
  message: "It waits.",
  path: "a.yml",
  line: 3,
  endLine: 3,
  quote: "      - run: sleep 30",
};
const ANSWER = { claims: [CLAIM] };
const JSON_TEXT = JSON.stringify(ANSWER);
const read = (text: string) => readAnswer("analysis", text);
const withClaim = (change: Readonly<Record<string, unknown>>) => JSON.stringify({ claims: [{ ...CLAIM, ...change }] });

describe("an answer is read", () => {
  it.each([
    ["alone", JSON_TEXT],
    ["pretty-printed", JSON.stringify(ANSWER, null, 2)],
    ["in a fence", `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
    ["in a fence without a language", `\`\`\`\n${JSON_TEXT}\n\`\`\`\n`],
    ["behind prose", `Here is what I found:\n\n${JSON_TEXT}`],
    ["between prose", `Sure.\n${JSON_TEXT}\nI hope that this helps.`],
    ["behind prose with braces", `The job uses \${{ github.ref }} and {x}.\n${JSON_TEXT}`],
    ["behind a byte order mark", `\ufeff${JSON_TEXT}`],
  ])("%s", (_name, text) => {
    expect(read(text)).toEqual({ ok: true, answer: ANSWER });
  });

  it("with no claims", () => {
    expect(read('{"claims": []}')).toEqual({ ok: true, answer: { claims: [] } });
  });

  it("with lines that claims are dropped for later", () => {
    for (const line of [0, -1, 1_000_000_000]) expect(read(withClaim({ line })).ok).toBe(true);
  });

  it("cut to 200 claims, and to the length of texts without half a character", () => {
    const many = JSON.stringify({ claims: Array.from({ length: 10_000 }, () => ({ ...CLAIM, quote: "x" })) });
    expect(many.length).toBeGreaterThan(1024 * 1024);
    expect(read(many)).toEqual({ ok: false, reason: "too_large" });
    const some = read(JSON.stringify({ claims: Array.from({ length: 300 }, () => CLAIM) }));
    expect(some.ok && some.answer.claims.length).toBe(200);
    const long = read(withClaim({ message: `${"m".repeat(1_999)}😀${"x".repeat(900_000)}`, title: "t".repeat(500) }));
    expect(long.ok && [long.answer.claims[0]?.message.length, long.answer.claims[0]?.title.length]).toEqual([
      1_999, 200,
    ]);
  });

  it("for edits and for a file", () => {
    const edit = { path: "a.yml", line: 1, endLine: 2, quote: "a\nb", replacement: "c" };
    const fix = { title: "Do", explanation: "Why", edits: [edit] };
    expect(readAnswer("remediation", JSON.stringify(fix))).toEqual({ ok: true, answer: fix });
    const file = { text: "on: push\n", explanation: "" };
    expect(readAnswer("ci_generation", JSON.stringify(file))).toEqual({ ok: true, answer: file });
    expect(readAnswer("ci_generation", JSON.stringify(fix))).toEqual({ ok: false, reason: "wrong_shape" });
  });
});

describe("an answer is refused", () => {
  const nested = (depth: number) => `{"claims":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  it.each([
    ["that is empty", "", "no_json"],
    ["that is prose", "There is nothing to report.", "no_json"],
    ["that is a page", "<html><body>502 Bad Gateway</body></html>", "no_json"],
    ["that is a list", JSON.stringify([CLAIM]).replace("[{", "["), "no_json"],
    ["that stops in the middle", JSON_TEXT.slice(0, -20), "truncated"],
    ["that stops behind its last claim", JSON_TEXT.slice(0, -2), "truncated"],
    ["that is two objects", `${JSON_TEXT}\n${JSON_TEXT}`, "ambiguous"],
    ["that is two fences", `\`\`\`json\n${JSON_TEXT}\n\`\`\`\n\`\`\`json\n{"claims":[]}\n\`\`\``, "ambiguous"],
    ["that is 50 deep", nested(50), "too_deep"],
    ["that is a hundred thousand deep", nested(100_000), "too_deep"],
    ["that has a key twice", '{"claims":[],"claims":[]}', "duplicate_key"],
    ["that has an escaped key twice", '{"claims":[],"cl\\u0061ims":[]}', "duplicate_key"],
    ["with a prototype", '{"claims":[],"__proto__":{}}', "duplicate_key"],
    ["with a comment", '{"claims":[] /* none */}', "no_json"],
    ["with single quotes", "{'claims': []}", "no_json"],
    ["with a comma too many", '{"claims":[],}', "no_json"],
    ["with NaN", JSON_TEXT.replace('"line":3', '"line":NaN'), "no_json"],
    ["with Infinity", JSON_TEXT.replace('"line":3', '"line":Infinity'), "no_json"],
    ["with a line beyond all numbers", JSON_TEXT.replace('"line":3', '"line":1e400'), "wrong_shape"],
    ["with half a line", withClaim({ line: 3.5 }), "wrong_shape"],
    ["with a line in quotes", withClaim({ line: "3" }), "wrong_shape"],
    ["with a severity of its own", withClaim({ severity: "catastrophic" }), "wrong_shape"],
    ["with a category of its own", withClaim({ category: "style" }), "wrong_shape"],
    ["with a key more", withClaim({ url: "x" }), "wrong_shape"],
    ["with a key less", withClaim({ quote: undefined }), "wrong_shape"],
    ["with a message that is a list", withClaim({ message: ["a"] }), "wrong_shape"],
    ["with claims that are none", '{"claims":{}}', "wrong_shape"],
    ["with a claim that is null", '{"claims":[null]}', "wrong_shape"],
    ["with another key at the top", '{"claims":[],"note":""}', "wrong_shape"],
    ["without claims", "{}", "wrong_shape"],
    ["over a megabyte", JSON.stringify({ claims: [], pad: "x".repeat(1024 * 1024) }), "too_large"],
    ["over a megabyte in UTF-8", `{"claims":[]}${"€".repeat(360_000)}`, "too_large"],
  ])("%s", (_name, text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason });
  });

  it("with a patch over 64 KiB, in one edit or in all of them", () => {
    const edit = (size: number) => ({ path: "a", line: 1, endLine: 1, quote: "a", replacement: "x".repeat(size) });
    const fix = (...sizes: number[]) =>
      readAnswer("remediation", JSON.stringify({ title: "t", explanation: "e", edits: sizes.map(edit) })).ok;
    expect([fix(65_536), fix(65_537), fix(40_000, 40_000)]).toEqual([true, false, false]);
    const text = "x".repeat(65_537);
    expect(readAnswer("ci_generation", JSON.stringify({ text, explanation: "" })).ok).toBe(false);
  });

  it("in time that grows with its length alone", () => {
    const started = performance.now();
    for (const text of ["{".repeat(1_000_000), '{"'.repeat(500_000), '"'.repeat(1_000_000), "[{".repeat(500_000)]) {
      expect(read(text).ok).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("the schema that a provider gets", () => {
  it.each(AI_TASKS)("of %s names no other schema and closes every object", (task) => {
    const text = JSON.stringify(answerSchema(task, ["fixed-wait", "step-order"]));
    expect(text).not.toMatch(/\$ref|\$defs|anyOf|oneOf/);
    const objects = text.match(/"type":"object"/g)?.length;
    expect(text.match(/"additionalProperties":false/g)?.length).toBe(objects);
  });

  it("lists the topics of the task", () => {
    expect(answerSchema("analysis", ["fixed-wait", "step-order"])).toMatchObject({
      properties: { claims: { items: { properties: { topic: { enum: ["fixed-wait", "step-order"] } } } } },
    });
  });
});
