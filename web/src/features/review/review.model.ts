import type { ReviewNote } from "../../api-types.ts";

const MOST = 2_147_483_647;

/** The number of a pull request as people write it: "42", "#42"; undefined for anything else. */
export function pullNumberOf(text: string): number | undefined {
  const digits = /^\s*#?(\d{1,10})\s*$/.exec(text)?.[1];
  const number = Number(digits);
  return digits !== undefined && number >= 1 && number <= MOST ? number : undefined;
}

const WORST_FIRST = ["critical", "high", "medium", "low", "info"];

/** Notes of one origin, worst first, then by place. */
export function notesOf(notes: readonly ReviewNote[], origin: ReviewNote["origin"]): ReviewNote[] {
  return notes
    .filter((note) => note.origin === origin)
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity) ||
        a.path.localeCompare(b.path) ||
        a.line - b.line,
    );
}
