import type { Span } from "../../parse/line-index.ts";

interface DockerWord {
  readonly text: string;
  readonly at: Span;
}

/** One instruction with its continuation lines and here-documents. */
export interface DockerInstruction extends Span {
  /** Upper case. */
  readonly keyword: string;
  /** What stands behind the keyword, split at white space; comments and here-documents are left out. */
  readonly words: readonly DockerWord[];
}

const DIRECTIVE = /^#\s*(\w+)\s*=\s*(.*?)\s*$/;
const HEREDOC = /<<-?\s*(["']?)([A-Za-z_][\w.-]*)\1/g;
const TAKES_HEREDOCS = new Set(["RUN", "COPY", "ADD"]);

interface Line extends Span {
  readonly text: string;
  /** Offset of the next line. */
  readonly next: number;
}

/** All instructions of a Dockerfile in order. Linear; never throws. */
export function readInstructions(text: string): DockerInstruction[] {
  const escapeSign = escapeSignOf(text);
  const instructions: DockerInstruction[] = [];
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; ) {
    const line = lineAt(text, at);
    at = line.next;
    if (isSkipped(line.text)) continue;
    const instruction = readInstruction(text, line, escapeSign);
    instructions.push(instruction);
    at = instruction.next;
  }
  return instructions;
}

/** `# escape=` counts only in the lines of directives at the top. */
function escapeSignOf(text: string): string {
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; ) {
    const line = lineAt(text, at);
    const [, name = "", value = ""] = DIRECTIVE.exec(line.text.trim()) ?? [];
    if (name === "") return "\\";
    if (name.toLowerCase() === "escape") return value === "`" ? "`" : "\\";
    at = line.next;
  }
  return "\\";
}

function isSkipped(text: string): boolean {
  return /^\s*(?:#|$)/.test(text);
}

function readInstruction(text: string, first: Line, escapeSign: string): DockerInstruction & { readonly next: number } {
  const words: DockerWord[] = [];
  let last = first;
  for (let goesOn = addLine(words, first, escapeSign); goesOn && last.next < text.length; ) {
    last = lineAt(text, last.next);
    goesOn = isSkipped(last.text) || addLine(words, last, escapeSign);
  }
  const keyword = words.shift()?.text.toUpperCase() ?? "";
  const next = TAKES_HEREDOCS.has(keyword) ? behindHeredocs(text, last.next, words) : last.next;
  return { keyword, words, start: first.start, end: next === last.next ? last.end : next, next };
}

/** Adds a line's words; true when the next line goes on with them. */
function addLine(words: DockerWord[], { text, start }: Line, escapeSign: string): boolean {
  const body = text.trimEnd();
  const goesOn = body.endsWith(escapeSign);
  addWords(words, goesOn ? body.slice(0, -1) : body, start);
  return goesOn;
}

function addWords(words: DockerWord[], text: string, start: number): void {
  for (const match of text.matchAll(/\S+/g)) {
    const at = start + match.index;
    words.push({ text: match[0], at: { start: at, end: at + match[0].length } });
  }
}

function behindHeredocs(text: string, from: number, words: readonly DockerWord[]): number {
  let at = from;
  for (const [opener, , marker] of words
    .map((word) => word.text)
    .join(" ")
    .matchAll(HEREDOC)) {
    const found = endOfHeredoc(text, at, { marker: marker ?? "", stripsTabs: opener.startsWith("<<-") });
    if (found === null) return at;
    at = found;
  }
  return at;
}

/** Where the file goes on; null for a here-document that is never closed, which is then none (a shift in a shell command). */
function endOfHeredoc(text: string, from: number, heredoc: { marker: string; stripsTabs: boolean }): number | null {
  for (let at = from; at < text.length; ) {
    const line = lineAt(text, at);
    if ((heredoc.stripsTabs ? line.text.replace(/^\t+/, "") : line.text) === heredoc.marker) return line.next;
    at = line.next;
  }
  return null;
}

function lineAt(text: string, start: number): Line {
  const newline = text.indexOf("\n", start);
  const next = newline === -1 ? text.length : newline + 1;
  const last = newline === -1 ? text.length : newline;
  const end = last > start && text[last - 1] === "\r" ? last - 1 : last;
  return { start, end, text: text.slice(start, end), next };
}
