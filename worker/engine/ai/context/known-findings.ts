import { type Finding, SEVERITIES } from "../../finding.ts";
import type { KnownFinding, SentFile } from "../context.ts";
import { sentLines } from "./context-hash.ts";

/** More are not read by any model. */
const MAX_KNOWN = 60;

interface Room {
  readonly files: readonly SentFile[];
  /** How many there is room for; the worst stay. */
  readonly most: number;
}

/** The findings about files that are sent, in an order that does not depend on lines that are not. */
export function knownFindings(findings: readonly Finding[], { files, most }: Room): KnownFinding[] {
  const paths = new Set(files.map(({ path }) => path));
  const known = findings
    .filter(({ path }) => paths.has(path))
    .map(({ rule, severity, path, range }) => {
      const finding = { rule, severity, path, line: range.line, endLine: lastLine(range) };
      const [first, last] = sentLines(finding, files);
      return { finding, key: `${path}\0${pad(first)}\0${pad(last)}\0${rule}`, rank: SEVERITIES.indexOf(severity) };
    });
  const worst = known
    .toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .slice(0, Math.min(most, MAX_KNOWN));
  return worst.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ finding }) => finding);
}

/** A range that ends in front of a line's first column does not reach into that line. */
function lastLine({ line, endLine, endColumn }: Finding["range"]): number {
  return endColumn === 1 && endLine > line ? endLine - 1 : endLine;
}

function pad(line: number): string {
  return String(line).padStart(7, "0");
}
