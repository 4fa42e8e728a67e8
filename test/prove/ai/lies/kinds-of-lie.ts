import type { RawClaim } from "../../../../worker/engine/ai/answers.ts";
import type { ClaimGround } from "../../../../worker/engine/ai/claims/check-claims.ts";
import { DECIDED_TOPICS } from "../../../../worker/engine/ai/claims/decided-topics.ts";
import { topicsOf } from "../../../../worker/engine/ai/claims/topics.ts";
import { renderPrompt } from "../../../../worker/engine/ai/prompts/render-prompt.ts";
import { RULES } from "../../../../worker/engine/rules/index.ts";
import { FENCE, groundOf, type SampleRepository } from "../../../support/ai-samples.ts";

/** A repository, what its claims are held against, and true claims about it. */
export interface Bench {
  readonly sample: SampleRepository;
  readonly ground: ClaimGround;
  readonly claims: readonly RawClaim[];
}

export interface Lie {
  readonly claim: RawClaim;
  readonly ground: ClaimGround;
}

type Liar = (bench: Bench) => readonly Lie[];

/** Eleven kinds whose claims fall; of the twelfth the severity falls. */
export const KINDS_OF_LIE: readonly (readonly [string, Liar])[] = [
  ["wrong line", each(wrongLines)],
  ["paraphrased quote", each(({ quote, ...claim }) => paraphrases(quote).map((other) => ({ ...claim, quote: other })))],
  ["file that is not sent", notSent],
  [
    "letters that look alike",
    each(({ quote, ...claim }) => lookAlikes(quote).map((other) => ({ ...claim, quote: other }))),
  ],
  ["right quote in the wrong file", wrongFile],
  ["quote across files", acrossFiles],
  ["invented path", each(inventedPaths)],
  ["stale snapshot", stale],
  ["quote from the prompt", fromPrompt],
  ["repeat of a rule's finding", repeats],
  ["contradiction of the rules", contradictions],
];

function each(liesOf: (claim: RawClaim) => readonly RawClaim[]): Liar {
  return ({ claims, ground }) => claims.flatMap(liesOf).map((claim) => ({ claim, ground }));
}

function wrongLines(claim: RawClaim): RawClaim[] {
  const moved = [-7, -2, -1, 1, 2, 13].map((by) => ({ ...claim, line: claim.line + by, endLine: claim.endLine + by }));
  return [
    ...moved,
    { ...claim, endLine: claim.endLine + 1 },
    { ...claim, line: 0 },
    { ...claim, line: -1 },
    { ...claim, line: 10 ** 9, endLine: 10 ** 9 },
  ];
}

function paraphrases(quote: string): string[] {
  const words = quote.split(" ");
  return [
    quote.trim(),
    quote.toUpperCase(),
    `${quote} `.replace(/(\w)(\W*)$/, "$1!$2"),
    words.slice(0, -1).join(" "),
    words.toReversed().join(" "),
    quote.replace(/\w{3,}/, "thing"),
    `${quote}\n${quote}`,
    `...${quote.slice(3)}`,
    quote.replace(/[aeiou]/, ""),
    quote.replace(/^ */, "$&  "),
  ].filter((other) => other !== quote);
}

function lookAlikes(quote: string): string[] {
  const twins = {
    a: "\u0430",
    e: "\u0435",
    o: "\u043e",
    c: "\u0441",
    p: "\u0440",
    i: "\u0456",
    "-": "\u2010",
    " ": "\u00a0",
    ":": "\uff1a",
  };
  const swapped = Object.entries(twins).map(([own, twin]) => quote.replace(own, twin));
  const wide = quote.replace(/[a-z]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0));
  const marked = quote.replace(/[a-z]/, "$&\u0301");
  return [...swapped, wide, marked, `\u200b${quote}`, quote.replace(/\w/, "$&\u200d")].filter(
    (other) => other !== quote,
  );
}

function notSent({ sample, ground, claims }: Bench): Lie[] {
  const sent = new Set(ground.context.files.map(({ path }) => path));
  const hidden = Object.entries(sample.files).filter(([path]) => !sent.has(path));
  const other = hidden.length > 0 ? hidden : [["LICENSE", "All rights\nreserved\n"] as const];
  return other.flatMap(([path, text]) =>
    text
      .split("\n")
      .flatMap((quote, index) =>
        claims
          .slice(0, 4)
          .map((claim) => ({ claim: { ...claim, path, quote, line: index + 1, endLine: index + 1 }, ground })),
      ),
  );
}

function wrongFile({ ground, claims }: Bench): Lie[] {
  return claims.flatMap((claim) =>
    ground.context.files
      .filter(({ path }) => path !== claim.path)
      .flatMap(({ path }) =>
        [claim, { ...claim, line: 1, endLine: claim.endLine - claim.line + 1 }].map((own) => ({
          claim: { ...own, path },
          ground,
        })),
      ),
  );
}

function acrossFiles({ ground, claims }: Bench): Lie[] {
  const first = ground.context.files.map(({ lines }) => lines[0]?.text ?? "");
  return claims.flatMap((claim) =>
    first.flatMap((text) => {
      const quote = `${claim.quote}\n${text}`;
      const endLine = claim.endLine + 1;
      return [
        { claim: { ...claim, quote, endLine }, ground },
        { claim: { ...claim, quote }, ground },
      ];
    }),
  );
}

function inventedPaths(claim: RawClaim): RawClaim[] {
  const paths = [
    "src/secret.ts",
    "../../etc/passwd",
    `/${claim.path}`,
    `./${claim.path}`,
    claim.path.toUpperCase(),
    `${claim.path} `,
    "",
    "__proto__",
  ];
  const said = { ...claim, message: `${claim.message} The same is in scripts/deploy/rollout.sh.` };
  return [...paths.map((path) => ({ ...claim, path })), said];
}

/** The repository after another commit: each file that was sent has changed somewhere. */
function stale({ sample, ground, claims }: Bench): Lie[] {
  const changes = [
    (text: string) => `\n${text}`,
    (text: string) => text.replaceAll(/(\w)$/gm, "$1x"),
    () => "on: push\n",
  ];
  return changes.flatMap((change) => {
    const files = Object.fromEntries(Object.entries(sample.files).map(([path, text]) => [path, change(text)]));
    const { repository } = groundOf({ ...sample, files });
    return claims.map((claim) => ({ claim, ground: { ...ground, repository } }));
  });
}

function fromPrompt({ ground, claims }: Bench): Lie[] {
  const { system, data } = renderPrompt(ground.context, ["Look at the jobs."], FENCE);
  const frame = data.split("\n").filter((line) => line.startsWith(FENCE) || line.startsWith("fence"));
  const numbered = claims.map(({ line, quote }) => `${line}|${quote}`);
  const quotes = [...system.split("\n").filter((line) => line !== ""), ...frame, ...ground.context.facts, ...numbered];
  return quotes.flatMap((quote) => claims.slice(0, 3).map((claim) => ({ claim: { ...claim, quote }, ground })));
}

/** Findings of the rules in their own words, under every topic of the task and under the topic that the rule decides. */
function repeats({ ground }: Bench): Lie[] {
  return ground.findings.flatMap(({ rule, path, range, message, category, severity }) => {
    const file = ground.context.files.find((sent) => sent.path === path);
    const at = file?.lines.findIndex(({ line }) => line >= range.line) ?? -1;
    const quote = file?.lines[at]?.text;
    if (quote === undefined) return [];
    const title = RULES.find(({ meta }) => meta.id === rule)?.meta.title ?? rule;
    const place = { path, line: at + 1, endLine: at + 1, quote, category, severity };
    const decided = DECIDED_TOPICS.find(({ decidedBy }) => decidedBy.includes(rule))?.id ?? "";
    const topics = [decided, ...topicsOf("analysis").map(({ id }) => id)];
    return topics.flatMap((topic) => [
      { claim: { ...place, topic, title, message }, ground },
      { claim: { ...place, topic, title: message.slice(0, 200), message: title }, ground },
    ]);
  });
}

/** Rules that were silent, said to have found something; and findings, said to be none. */
function contradictions({ ground, claims }: Bench): Lie[] {
  const fired = new Set(ground.findings.map(({ rule }) => rule));
  const silent = RULES.filter(({ meta }) => !fired.has(meta.id));
  const fine = ["is fine here", "is safe and needs no change", "is a false positive", "can be ignored"];
  return claims.slice(0, 3).flatMap((claim) => [
    ...silent.map(({ meta }) => ({
      claim: { ...claim, title: meta.title, message: `See the rule ${meta.id}.` },
      ground,
    })),
    ...[...fired].flatMap((rule) =>
      fine.map((words) => ({ claim: { ...claim, title: `What ${rule} says ${words}` }, ground })),
    ),
    ...DECIDED_TOPICS.map(({ id }) => ({ claim: { ...claim, topic: id }, ground })),
  ]);
}
