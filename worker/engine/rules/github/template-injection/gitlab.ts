import { positionsOf } from "../../../expressions/scalar-positions.ts";
import { groupBy } from "../../../group-by.ts";
import { type JobLine, linesOf, type ScriptLine, shellOfLine } from "../../../model/gitlab/job-scripts.ts";
import { pairIn } from "../../../model/gitlab/merged-map.ts";
import type { GitlabEntry, GitlabFile } from "../../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../../model/gitlab/read-pipeline.ts";
import type { Span } from "../../../parse/line-index.ts";
import { asMap, asScalar, findPath } from "../../../parse/yaml-node.ts";
import type { Hit, RuleContext } from "../../../rule.ts";
import type { Command, Word } from "../../../shell/script.ts";

/** GitLab expands the variables of such an input when it builds the pipeline and pastes the text: docs.gitlab.com/ci/inputs, "expand_vars". */
const EXPANDED_INPUT = /\$\[\[\s{0,20}inputs\.([\w-]{1,100})\s{0,20}\|[^\]]{0,200}\bexpand_vars\b[^\]]{0,200}\]\]/g;
/** Texts of people: docs.gitlab.com/ci/variables/predefined_variables. */
const PEOPLES_TEXT =
  /\$\{?(CI_(?:COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|AUTHOR|BRANCH|REF_NAME|TAG|TAG_MESSAGE)|MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS)|EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME))\b/;
const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "zsh"]);

interface Injected {
  readonly at: { readonly start: number; readonly end: number };
  readonly name: string;
  readonly message: string;
  readonly severity: "high" | "medium";
}

/** Untrusted text that a GitLab script reads as code; one hit a job. A plain `"$CI_COMMIT_MESSAGE"` is data and not among them. */
export function* gitlabInjections(context: RuleContext): Generator<Hit> {
  const pipelines = gitlabPipelinesOf(context);
  if (pipelines.length === 0) return;
  const checked = new Set(context.files.map(({ path }) => path));
  const lines = linesOf(pipelines).filter(({ file }) => checked.has(file.path));
  const found = lines.flatMap((line) => injectedIn(line).map((one) => ({ line, one })));
  for (const [job, places] of groupBy(found, ({ line }) => line.job)) yield* toHit(job, places);
}

function* toHit(job: GitlabEntry, found: readonly { line: JobLine; one: Injected }[]): Generator<Hit> {
  const [first, ...others] = found;
  if (!first) return;
  yield {
    message: first.one.message,
    path: first.line.file.path,
    at: spanOf(first.line, first.one.at),
    anchor: `jobs.${job.name}.${first.one.name}`,
    severity: first.one.severity,
    related: others.map(({ line, one }) => ({ path: line.file.path, at: spanOf(line, one.at) })),
  };
}

function spanOf({ text, file }: ScriptLine, at: Span): Span {
  const positionOf = positionsOf(file.text, text);
  const [start, end] = [positionOf(at.start), positionOf(at.end)];
  return start === null || end === null ? text : { start, end };
}

function injectedIn(line: JobLine): Injected[] {
  const { value } = line.text;
  const inputs = value.includes("expand_vars") ? expandedInputs(line) : [];
  return PEOPLES_TEXT.test(value) ? [...inputs, ...evaluatedTexts(line)] : inputs;
}

function expandedInputs({ pipeline, text, file }: JobLine): Injected[] {
  const source = pipeline.files.find(({ path }) => path === file.path);
  return [...text.value.matchAll(EXPANDED_INPUT)].flatMap((match): Injected[] => {
    const [written, name = ""] = match;
    if (source && isFixedInput(source, name)) return [];
    const message = `\`${written}\` pastes the expanded input into this script as code; pass it through \`variables:\` and read the variable in double quotes.`;
    return [{ at: { start: match.index, end: match.index + written.length }, name, message, severity: "medium" }];
  });
}

/** A number, a boolean, or one of a list. */
function isFixedInput({ header }: GitlabFile, name: string): boolean {
  const input = asMap(findPath(header, "spec", "inputs", name));
  const type = asScalar(pairIn(input, "type")?.pair.value ?? null)?.value ?? "string";
  return type === "number" || type === "boolean" || pairIn(input, "options") !== null;
}

function evaluatedTexts({ text }: ScriptLine): Injected[] {
  return shellOfLine(text).commands.flatMap((command) =>
    codeWords(command).flatMap((word): Injected[] => {
      const source = text.value.slice(word.start, word.end);
      const name = word.isStatic ? null : (PEOPLES_TEXT.exec(withoutSingleQuotes(source))?.[1] ?? null);
      if (name === null) return [];
      const message = `\`$${name}\`, a text that a contributor writes, becomes code here because \`${command.words[0]?.text ?? ""}\` reads it again; run the command without it.`;
      return [{ at: word, name, message, severity: "high" }];
    }),
  );
}

/** Words that the command runs as a script. */
function codeWords({ words }: Command): readonly Word[] {
  const [first, ...others] = words;
  if (first?.text === "eval") return others;
  if (!SHELLS.has(first?.text.replace(/^.*\//, "") ?? "")) return [];
  const option = others.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  return option === -1 ? [] : others.slice(option + 1, option + 2);
}

/** What the outer shell leaves alone is data for the inner one; escaped dollars too. */
function withoutSingleQuotes(source: string): string {
  const isPlain = source.startsWith('"');
  const unescaped = source.replaceAll("\\$", "");
  return isPlain ? unescaped : unescaped.replace(/'[^']*'/g, "");
}
