import { FILES, markAt, type Occurrence, usesEncodedBreaks } from "./workflow-command.ts";

const WRITER = /^([ \t]*)(Write-Host|Write-Output|echo)[ \t]+(?:-Object[ \t]+)?/i;

/** Deprecated commands that a PowerShell script writes to the log, one statement a line; here-strings and comments are text. */
export function findInPowershell(text: string): Occurrence[] {
  const found: Occurrence[] = [];
  let at = 0;
  let closer: string | null = null;
  for (const line of text.split("\n")) {
    const opens = /@(["'])\s*$/.exec(line)?.[1];
    if (closer !== null) closer = line.trimStart().startsWith(closer) ? null : closer;
    else if (opens !== undefined) closer = `${opens}@`;
    else found.push(...occurrenceIn(text, line.replace(/\r$/, ""), at));
    at += line.length + 1;
  }
  return found;
}

function occurrenceIn(text: string, line: string, at: number): Occurrence[] {
  const writer = WRITER.exec(line);
  const mark = writer === null ? null : markAt(text, at + writer[0].length);
  if (writer === null || mark === null) return [];
  const rest = line.slice(writer[0].length);
  const quoted = /^(["'])(?:(?!\1)[^`\n]|`.)*\1[ \t]*$/.test(rest);
  if (!quoted || usesEncodedBreaks(text)) {
    return [{ ...mark, rewrite: { abstain: "The statement is more than one quoted text; rewrite it by hand." } }];
  }
  const name = at + (writer[1] ?? "").length;
  const end = at + line.trimEnd().length;
  const file = ` | Out-File -FilePath $env:${FILES[mark.command]} -Encoding utf8 -Append`;
  return [
    {
      ...mark,
      rewrite: [
        { start: name, end: at + writer[0].length, text: "Write-Output " },
        { start: mark.start, end: mark.end, text: mark.prefix },
        { start: end, end, text: file },
      ],
    },
  ];
}
