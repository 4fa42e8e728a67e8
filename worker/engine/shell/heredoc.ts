import type { Command } from "./script.ts";

export interface PendingHeredoc {
  readonly marker: string;
  /** `<<-`: tabs in front of the lines and of the marker are dropped. */
  readonly stripsTabs: boolean;
  readonly isLiteral: boolean;
  readonly command: Command;
}

/** The body from `start` to `end`, and where the script goes on. Not closed: the body runs to the end of the text. */
export function readHeredoc(text: string, start: number, heredoc: PendingHeredoc) {
  for (let line = start; line < text.length; ) {
    const newline = text.indexOf("\n", line);
    const end = newline === -1 ? text.length : newline;
    const written = text.slice(line, end).replace(/\r$/, "");
    const found = (heredoc.stripsTabs ? written.replace(/^\t+/, "") : written) === heredoc.marker;
    if (found) return { end: line, next: end, isClosed: true };
    line = end + 1;
  }
  return { end: text.length, next: text.length, isClosed: false };
}
