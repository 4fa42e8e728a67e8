/** A file's lines as they may leave: without comments, cleaned, redacted. */
import { attached } from "../../attached.ts";
import { memo } from "../../memo.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { SourceFile } from "../../model/source-file.ts";
import { cleanText } from "../../redact/clean-text.ts";
import { isDeniedPath } from "../../redact/denied-path.ts";
import { createRedactor, type Redactor } from "../../redact/redact.ts";
import type { LeftFile, SentLine } from "../context.ts";
import { withoutCodeComments } from "./code-comments.ts";
import { manifestLines } from "./manifest-lines.ts";
import { withoutYamlComments } from "./yaml-comments.ts";

/** `every`: all lines, for a file that is to be edited. `code`: no comments, no blank lines. `extract`: what a pipeline needs of a manifest. */
export type Form = "every" | "code" | "extract" | "dependencies";

/** Lines that may be sent, secrets still in them. */
interface Plain {
  readonly lines: readonly SentLine[];
  /** Invisible characters removed from them. */
  readonly removed: number;
}

export interface Prepared extends Plain {
  readonly ok: true;
  readonly path: string;
  /** Secrets replaced. */
  readonly redacted: number;
  /** The same with secrets numbered across files. */
  readonly with: (redactor: Redactor) => readonly SentLine[];
}

export type Preparation = Prepared | { readonly ok: false; readonly reason: LeftFile["reason"] };

/** Larger ones are never worth their tokens, and take long to search for secrets. */
const MAX_UNITS = 256 * 1024;
/** A longer line is minified or data; its start says what it is. */
const MAX_LINE = 2000;
/** Cut before secrets are looked for; far behind the final cut, so that no half of a secret stays. */
const MAX_SEARCHED_LINE = 16_384;

const prepared = {
  every: memo((file: SourceFile) => prepare(file.path, every(file))),
  extract: memo((file: SourceFile) => prepare(file.path, manifestLines(file, "pipeline"))),
  dependencies: memo((file: SourceFile) => prepare(file.path, manifestLines(file, "dependencies"))),
};

/** Prepares a file that was read; each is prepared once. */
export function prepareFile(repository: RepositoryModel, path: string, form: Form): Preparation {
  const file = repository.file(path);
  if (isDeniedPath(path) || !isPlainPath(path)) return { ok: false, reason: "denied_path" };
  if (file === null) return { ok: false, reason: "not_read" };
  if (isBinary(file.text)) return { ok: false, reason: "not_text" };
  if (file.text.length > MAX_UNITS) return { ok: false, reason: "over_budget" };
  return form === "code" ? preparedCode(repository, file) : prepared[form](file);
}

/** A path is sent too: one that holds a secret, or what a reader does not see, is not. */
function isPlainPath(path: string): boolean {
  return cleanText(path).removed === 0 && !/[\r\n\t]/.test(path) && createRedactor().redact("", path).hits.length === 0;
}

function isBinary(text: string): boolean {
  return text.includes("\0") || (text.match(/\ufffd/g)?.length ?? 0) > text.length / 20;
}

function every(file: SourceFile): SentLine[] {
  return numbered(file.text);
}

const codeOf = memo((file: SourceFile) => prepare(file.path, withoutBlank(withoutCodeComments(file.path, file.text))));
const yamlOf = attached<SourceFile, Preparation>();

function preparedCode(repository: RepositoryModel, file: SourceFile): Preparation {
  const yaml = /\.ya?ml$/.test(file.path) ? repository.yaml(file.path) : null;
  if (yaml === null) return codeOf(file);
  const known = yamlOf.get(file) ?? prepare(file.path, withoutBlank(withoutYamlComments(file, yaml)));
  yamlOf.set(file, known);
  return known;
}

function withoutBlank(text: string): SentLine[] {
  return numbered(text)
    .map(({ line, text: own }) => ({ line, text: own.trimEnd() }))
    .filter(({ text: own }) => own !== "");
}

/** Lines without their ends; what follows the last line end is a line only where it holds something. */
function numbered(text: string): SentLine[] {
  const { lines } = new SourceFile("", text.replace(/^\ufeff/, ""));
  const all = Array.from({ length: lines.count }, (_, index) => ({ line: index + 1, text: lines.line(index + 1) }));
  return all.at(-1)?.text === "" ? all.slice(0, -1) : all;
}

/** Cleans first, so that an invisible character hides no secret; then redacts what is left as one text. */
function prepare(path: string, lines: readonly SentLine[]): Preparation {
  const clean = lines.map(({ line, text }) => ({ line, ...cleanText(text.slice(0, MAX_SEARCHED_LINE)) }));
  const plain = clean.map(({ line, text }, index) => ({ line, text, cut: lines[index]?.text.length ?? 0 }));
  const withRedactor = (redactor: Redactor) => {
    const { text, hits } = redactor.redact(path, plain.map((each) => each.text).join("\n"));
    const redacted = text.split("\n");
    return { hits, lines: plain.map(({ line, cut }, index) => ({ line, text: cutLine(redacted[index] ?? "", cut) })) };
  };
  const { lines: sent, hits } = withRedactor(createRedactor());
  return {
    ok: true,
    path,
    lines: sent,
    removed: clean.reduce((sum, { removed }) => sum + removed, 0),
    redacted: hits.length,
    with: (redactor) => (hits.length === 0 ? sent : withRedactor(redactor).lines),
  };
}

function cutLine(text: string, original: number): string {
  if (text.length <= MAX_LINE) return text;
  const kept = text.slice(0, MAX_LINE).replace(/[\ud800-\udbff]$/, "");
  return `${kept}⟦CUT:${Math.max(original, text.length) - kept.length}⟧`;
}
