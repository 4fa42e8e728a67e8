import type { Span } from "../../../parse/line-index.ts";

/** Cheap test in front of the others. */
export const POWERSHELL_WORDS = /\b(?:iex|invoke-expression|scriptblock|outfile|downloadfile)\b/i;

const LOADS = String.raw`\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)\b`;
const EVALUATES = String.raw`(?:\biex\b|\bInvoke-Expression\b|\[scriptblock\]::Create)`;
const PIPED = new RegExp(`${LOADS}[^\\n#]{0,400}\\|\\s{0,5}${EVALUATES}`, "i");
const NESTED = new RegExp(`${EVALUATES}[^\\n#|;]{0,200}${LOADS}`, "i");
const PINNED = /[0-9a-f]{40}|https?:\/\/(?:localhost|127\.0\.0\.1)/;
const PRINTED = /^\s*(?:#|echo\b|Write-(?:Host|Output|Verbose)\b)/i;

const SAVED =
  /\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b[^\n]{0,400}-OutFile[ :]+["']?([^\s"';|]{1,200}\.(?:ps1|exe|bat|cmd))\b|\.DownloadFile\([^\n]{0,300},\s{0,5}["']([^"'\n]{1,200}\.(?:ps1|exe|bat|cmd))["']\s{0,5}\)/gi;
const VERIFIES = /Get-FileHash|Get-AuthenticodeSignature|certutil|verif|checksum|gpg/i;

/** Stretches of a script in which PowerShell loads code and runs it at once or from a file. Linear. */
export function powershellDownloads(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const match = PRINTED.test(line) || PINNED.test(line) ? null : (PIPED.exec(line) ?? NESTED.exec(line));
    if (match) found.push({ start: start + match.index, end: start + match.index + match[0].length });
    start += line.length + 1;
  }
  return VERIFIES.test(text) ? found : [...found, ...savedAndRun(text)].toSorted((a, b) => a.start - b.start);
}

/** More files than anybody downloads in one script; each is looked for in all lines behind it. */
const MAX_FILES = 50;

function savedAndRun(text: string): Span[] {
  return [...text.matchAll(SAVED)].slice(0, MAX_FILES).flatMap((match): Span[] => {
    const end = match.index + match[0].length;
    const name = (match[1] ?? match[2] ?? "").replace(/^.*[\\/]/, "");
    const isRun =
      !PINNED.test(match[0]) &&
      text
        .slice(end)
        .split("\n")
        .some((line) => runsFile(line, name));
    return isRun ? [{ start: match.index, end }] : [];
  });
}

/** A line that starts with the file, behind `&`, `.` or a program that runs files. */
function runsFile(line: string, name: string): boolean {
  for (const part of line.split(/;|&&/)) {
    const at = part.indexOf(name);
    if (at === -1) continue;
    const before = part.slice(0, at).trimStart();
    if (/^(?:[&.]\s+)?["']?(?:[^\s"'=|(]{0,200}[\\/])["']?$/.test(before) || before === "& ") return true;
    if (/^(?:Start-Process|start|pwsh|powershell)\b[^|=(]{0,200}$/i.test(before)) return true;
  }
  return false;
}
