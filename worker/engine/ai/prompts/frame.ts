import { cleanText } from "../../redact/clean-text.ts";
import type { AiContext, KnownFinding, SentFile } from "../context.ts";

const FENCE = /^[0-9a-f]{32}$/;
/** Everything that some reader takes for the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: separators of files and records end lines for some readers
const LINE_END = /\r\n|[\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]/g;
/** Letters of other scripts that look like hexadecimal digits. */
const TWINS: Readonly<Record<string, string>> = {
  а: "a",
  α: "a",
  ь: "b",
  с: "c",
  ϲ: "c",
  ԁ: "d",
  е: "e",
  ε: "e",
  о: "0",
  o: "0",
  l: "1",
  і: "1",
  i: "1",
};
const HELD_FENCE = "(a line that held this message's fence is left out)";
const MAX_KNOWN = 200;

/**
 * The data part: blocks between fences. Whatever a line holds, it stands behind its number and `|`, so that only our own
 * lines begin with the fence; and a line that holds the fence, or something that looks like it, is not sent at all.
 * Throws when the fence is not 32 hex digits: it is ours to make.
 */
export function frameData(context: AiContext, request: readonly string[], fence: string): string {
  if (!FENCE.test(fence)) throw new Error("A fence has 32 hexadecimal digits.");
  const blocks = [
    block(`subject`, [context.subject], fence),
    block("request", request, fence),
    block("facts", context.facts, fence),
    block(
      "known",
      context.known.slice(0, MAX_KNOWN).map((known) => wordsOf(known, context.files)),
      fence,
    ),
    ...context.files.map((file, index) => fileBlock(file, index + 1, fence)),
  ];
  return [`fence ${fence}`, ...blocks.flat(), `${fence} end of data: answer as the instructions say`].join("\n");
}

function block(name: string, lines: readonly string[], fence: string): string[] {
  if (lines.length === 0) return [];
  return [`${fence} open ${name}`, ...numbered(lines, fence), `${fence} close`];
}

function fileBlock({ path, role, lines }: SentFile, number: number, fence: string): string[] {
  const head = `${fence} open file ${number} ${role} ${quotedPath(path, fence)}`;
  return [
    head,
    ...numbered(
      lines.map(({ text }) => text),
      fence,
    ),
    `${fence} close`,
  ];
}

function numbered(lines: readonly string[], fence: string): string[] {
  return lines.map((text, index) => `${index + 1}|${sealed(text, fence)}`);
}

/** One line without anything unseen, and without the fence. */
function sealed(text: string, fence: string): string {
  const line = cleanText(text.replace(LINE_END, " ")).text;
  return holdsFence(line, fence) ? HELD_FENCE : line;
}

function holdsFence(text: string, fence: string): boolean {
  if (text.length < fence.length / 2) return false;
  const digits = [...text.normalize("NFKC").toLowerCase()].map((sign) => TWINS[sign] ?? sign).join("");
  return digits.replace(/[^0-9a-f]/g, "").includes(fence);
}

/** A path as a JSON string on one line; characters that are not seen are written as escapes. */
function quotedPath(path: string, fence: string): string {
  if (holdsFence(path, fence)) return JSON.stringify(HELD_FENCE);
  return JSON.stringify(path).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) =>
    [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}

/** A finding in the lines that the model sees. */
function wordsOf({ rule, severity, path, line, endLine }: KnownFinding, files: readonly SentFile[]): string {
  const index = files.findIndex((file) => file.path === path);
  const file = files[index];
  if (!file) return `${rule}, ${severity}, in a file that is not sent`;
  const first = file.lines.findIndex((sent) => sent.line >= line);
  const last = file.lines.findLastIndex((sent) => sent.line <= endLine);
  const place = first >= 0 && last >= first ? `lines ${first + 1} to ${last + 1}` : "no line that is sent";
  return `${rule}, ${severity}, file ${index + 1}, ${place}`;
}
