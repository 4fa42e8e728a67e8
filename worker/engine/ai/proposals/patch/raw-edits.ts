import type { Edit } from "../../../finding.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { RawEdit } from "../../answers.ts";
import type { AiContext, SentFile } from "../../context.ts";
import { kindOfPath } from "../structure/ci-file.ts";
import { type Block, editsOfBlock, linesOf } from "./block-edits.ts";
import { replacementFault } from "./replacement-fault.ts";

/** `scope`: it may not touch this; `conflict`: it does not fit the lines that were sent. */
interface EditRefusal {
  readonly code: "patch_scope" | "patch_conflict";
  readonly reason: string;
}

interface PatchGround {
  readonly repository: RepositoryModel;
  readonly context: AiContext;
  /** The one file that the finding is in. */
  readonly path: string;
}

const MAX_EDITS = 50;
const MAX_BYTES = 64 * 1024;

/** Edits of the original bytes, as small as the lines allow and with the file's own line ends; or why there are none. */
export function readRawEdits(ground: PatchGround, raw: readonly RawEdit[]): readonly Edit[] | EditRefusal {
  if (raw.length > MAX_EDITS) return scope("The proposal has more edits than a repair needs.");
  if (raw.reduce((sum, { replacement }) => sum + bytesOf(replacement), 0) > MAX_BYTES) {
    return scope("The proposal is larger than 64 KiB.");
  }
  const edits: Edit[] = [];
  const blocks: { readonly from: number; readonly to: number }[] = [];
  for (const edit of raw) {
    const block = blockOf(ground, edit);
    if ("reason" in block) return block;
    if (blocks.some(({ from, to }) => block.from <= to && block.to >= from)) {
      return conflict("Two edits of the proposal change the same line.");
    }
    blocks.push(block);
    edits.push(...editsOfBlock(block));
  }
  return edits;
}

/** In UTF-8; of characters outside of the basic plane a little more. */
function bytesOf(text: string): number {
  let bytes = text.length;
  if (bytes > MAX_BYTES) return bytes;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bytes += (code > 0x7f ? 1 : 0) + (code > 0x7ff ? 1 : 0);
  }
  return bytes;
}

function blockOf({ repository, context, path }: PatchGround, edit: RawEdit): Block | EditRefusal {
  const sent = context.files.find((file) => file.path === edit.path);
  const text = repository.file(edit.path)?.text;
  if (!sent) return scope("The proposal names a file that was not sent.");
  if (edit.path !== path) return scope("The proposal changes another file than that of the finding.");
  if (kindOfPath(edit.path) === null || text === undefined) {
    return scope("The proposal changes a file that is no CI configuration.");
  }
  const fault = replacementFault(edit.replacement, text);
  return fault === null ? fittedBlock(sent, edit, text) : scope(fault);
}

function fittedBlock(sent: SentFile, edit: RawEdit, text: string): Block | EditRefusal {
  const lines = linesOf(text);
  const numbers = numbersOf(sent, edit);
  if (numbers === null) return conflict("An edit of the proposal names lines that were not sent.");
  const own = numbers.flatMap((number) => lines[number - 1] ?? []);
  const isAsSent = own.length === numbers.length && own.every((line, at) => line.text === sentText(sent, edit, at));
  if (!isAsSent) return conflict("The lines that an edit replaces were not sent as they are, or have changed since.");
  if (trimBreak(edit.quote) !== own.map((line) => line.text).join("\n")) {
    return conflict("The quote of an edit is not the text of the lines that it names.");
  }
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const replacement = edit.replacement === "" ? [] : trimBreak(edit.replacement).split("\n");
  return { path: edit.path, from: numbers[0] ?? 0, to: numbers.at(-1) ?? 0, lines: own, replacement, end };
}

/** The lines of the repository's file behind those that an edit counts; null unless they follow each other. */
function numbersOf({ lines }: SentFile, { line, endLine }: RawEdit): number[] | null {
  const isInside = Number.isInteger(line) && Number.isInteger(endLine) && line >= 1 && line <= endLine;
  if (!isInside || endLine > lines.length) return null;
  const numbers = lines.slice(line - 1, endLine).map((sent) => sent.line);
  const first = numbers[0] ?? 0;
  return numbers.every((number, index) => number === first + index) ? numbers : null;
}

function sentText({ lines }: SentFile, { line }: RawEdit, index: number): string | undefined {
  return lines[line - 1 + index]?.text;
}

function trimBreak(text: string): string {
  return text.replace(/\r?\n$/, "").replaceAll("\r\n", "\n");
}

function scope(reason: string): EditRefusal {
  return { code: "patch_scope", reason };
}

function conflict(reason: string): EditRefusal {
  return { code: "patch_conflict", reason };
}
