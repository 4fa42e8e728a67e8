import { fingerprint } from "../../fingerprint.ts";
import type { DropReason, RawClaim } from "../answers.ts";
import type { AiContext, SentFile } from "../context.ts";
import type { StaleFiles } from "./stale-files.ts";

/** Where a claim's quote stands, in the repository's own lines. */
export interface Ground {
  readonly file: SentFile;
  readonly line: number;
  readonly endLine: number;
  /** The lines as they were sent. */
  readonly quote: string;
  /** The quote without layout, and which of the file's equal ones it is: the same wherever the lines move. */
  readonly anchor: string;
}

/** A finding's evidence is at most as long. */
const MAX_LINES = 10;
/** Letters and digits that a quote has at least: `-`, `}`, `fi` and `on:` stand everywhere. */
const MIN_SIGNS = 4;
const PLACEHOLDER = /⟦(?:REDACTED|CUT):[^⟧]*⟧/g;
/** Lines that every pipeline has and that show nothing. */
const FRAME =
  /^(?:- ?)?(?:steps:|jobs:|with:|env:|name:|uses:|script:|stages:|run: ?[|>]?[+-]?|script: ?[|>]?[+-]?|else|then|done|do|fi|esac|eof|begin|end)?$/i;

/**
 * Whether a claim's quote stands at its lines in what was sent, and what was sent still stands in the repository. Only
 * trailing blanks of a line may differ. A claim that does not hold gives the reason to drop it.
 */
export function groundClaim(claim: RawClaim, context: AiContext, stale: StaleFiles): Ground | DropReason {
  const file = context.files.find(({ path }) => path === claim.path);
  if (!file) return "unknown_path";
  const { line, endLine } = claim;
  const first = file.lines[line - 1];
  const last = file.lines[endLine - 1];
  if (!first || !last || endLine < line || endLine - line >= MAX_LINES) return "bad_lines";
  const sent = file.lines.slice(line - 1, endLine).map(({ text }) => text);
  if (!isSameText(claim.quote, sent)) return claim.quote.trim() === "" ? "empty_quote" : "quote_mismatch";
  if (showsNothing(sent)) return "empty_quote";
  if (stale.has(file)) return "quote_mismatch";
  return { file, line: first.line, endLine: last.line, quote: sent.join("\n"), anchor: anchorOf(file, line, sent) };
}

function isSameText(quote: string, sent: readonly string[]): boolean {
  const quoted = quote.replace(/\r?\n$/, "").split(/\r?\n/);
  return quoted.length === sent.length && quoted.every((text, index) => bare(text) === bare(sent[index] ?? ""));
}

function bare(line: string): string {
  return line.replace(/[ \t]+$/, "");
}

function showsNothing(sent: readonly string[]): boolean {
  const telling = sent.map((text) => text.replace(PLACEHOLDER, "").trim()).filter((text) => !FRAME.test(text));
  return (telling.join("").match(/[\p{L}\p{N}]/gu) ?? []).length < MIN_SIGNS;
}

/** Numbers of placeholders differ when a secret elsewhere comes or goes, so they do not count. */
function shapeOf(sent: readonly string[]): string {
  return sent.map((text) => text.trim().replace(/\s+/g, " ").replace(PLACEHOLDER, "⟦⟧")).join("\n");
}

function anchorOf({ lines }: SentFile, line: number, sent: readonly string[]): string {
  const shape = shapeOf(sent);
  const head = shapeOf(sent.slice(0, 1));
  let earlier = 0;
  for (let at = 0; at < line - 1; at += 1) {
    if (shapeOf([lines[at]?.text ?? ""]) !== head) continue;
    if (shapeOf(lines.slice(at, at + sent.length).map(({ text }) => text)) === shape) earlier += 1;
  }
  return earlier === 0 ? shape : `${shape}#${earlier + 1}`;
}

/** 32 hex digits: the same for the same claim on moved lines. */
export function fingerprintOf(task: string, topic: string, { file, anchor }: Ground): string {
  return fingerprint(`ai:${task}:${topic}`, file.path, anchor);
}
