import { artifactDownloads } from "../../../checkouts/artifact-downloads.ts";
import { environmentWrites, readsFile } from "../../../checkouts/environment-writes.ts";
import { untrustedCheckouts } from "../../../checkouts/untrusted-checkout.ts";
import { findExpressions } from "../../../expressions/find.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";
import { shellOfStep } from "../../../shell/shell-of-step.ts";
import { bashOf } from "../../../shell/step-script.ts";
import { flowsOf } from "../template-injection/taint.ts";

/** A stretch of a script that writes a stranger's text, in offsets of the script. */
interface UncontrolledWrite {
  readonly start: number;
  readonly end: number;
  /** `GITHUB_ENV` or `GITHUB_PATH`. */
  readonly file: string;
  /** Whose text, for a message. */
  readonly what: string;
}

/** Every such stretch of a step's script, for Bash, sh and PowerShell. */
export function uncontrolledWrites(repository: RepositoryModel, place: StepPlace): UncontrolledWrite[] {
  const { run } = place.step;
  if (!run) return [];
  const { name } = shellOfStep(place);
  if (name === "pwsh" || name === "powershell") return powershellWrites(place, run.value);
  return name === "bash" || name === "sh" ? bashWrites(repository, place, bashOf(run)) : [];
}

function bashWrites(repository: RepositoryModel, place: StepPlace, script: ShellScript): UncontrolledWrite[] {
  const text = place.step.run?.value ?? "";
  return environmentWrites(script).flatMap(({ file, writers }) => {
    if (file === "GITHUB_ENV" && hasRandomDelimiter(writers)) return [];
    for (const writer of writers) {
      const source = text.slice(writer.start, writer.end) + hereDocument(text, writer);
      const what = textSource(place, source) ?? fileSource(repository, place, { writer, script });
      if (what !== null) return [{ start: writer.start, end: writer.end, file, what }];
    }
    return [];
  });
}

/** The lines of a command's here-document; without their variables where the marker is quoted. */
function hereDocument(text: string, { redirects, end }: Command): string {
  const redirect = redirects.find(({ operator }) => operator === "<<" || operator === "<<-");
  if (!redirect) return "";
  const lines = text.slice(text.indexOf("\n", end) + 1).split("\n");
  const last = lines.findIndex((line) => line.trim() === redirect.target.text);
  const body = lines.slice(0, last === -1 ? undefined : last).join("\n");
  return redirect.isLiteral
    ? findExpressions(body)
        .map((span) => body.slice(span.start, span.end))
        .join("")
    : body;
}

/** `NAME<<$delimiter`: nobody can guess where the value ends. */
function hasRandomDelimiter(writers: readonly Command[]): boolean {
  return writers.some(({ words }) => words.some(({ text }) => /^[\w-]+<<[^<]*[$`]/.test(text)));
}

const QUERY = /\bgh\s+(?:pr|issue)\s+view\b[^|;]*\b(?:title|body|headRefName|author)\b/;
const VARIABLE = /\$(?:env:(\w+)|\{(?:env:)?([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))/g;

/** A stranger's text in an expression, a variable of `env:` or a question to GitHub; null where there is none. */
function textSource(place: StepPlace, source: string): string | null {
  for (const { inner } of findExpressions(source)) {
    const what = strangersText(place, inner);
    if (what !== null) return what;
  }
  for (const match of source.matchAll(VARIABLE)) {
    const name = match[1] ?? match[2] ?? match[3] ?? "";
    const what = strangersText(place, name === "GITHUB_HEAD_REF" ? "github.head_ref" : `env.${name}`);
    if (what !== null) return what;
  }
  return QUERY.test(source) ? "text of the pull request" : null;
}

function strangersText(place: StepPlace, inner: string): string | null {
  const flow = flowsOf(inner, place)?.find(({ taint }) => taint.level === "attacker" || taint.level === "called");
  return flow ? flow.taint.what : null;
}

interface Reading {
  readonly writer: Command;
  readonly script: ShellScript;
}

/** A file that a stranger wrote, because their code or artifact lies in the workspace. */
function fileSource(repository: RepositoryModel, place: StepPlace, { writer, script }: Reading): string | null {
  const { document, job, step } = place;
  if (document.kind !== "workflow" || job === null || !readsFile(writer, script)) return null;
  const isEarlier = (other: { job: unknown; step: { index: number } }) =>
    other.job === job && other.step.index <= step.index;
  if (untrustedCheckouts(repository, document).some(isEarlier)) return "a file of the pull request";
  return artifactDownloads(repository, document).some(isEarlier) ? "a file of the run's artifact" : null;
}

const POWERSHELL_FILE = /\$(?:\{)?env:(GITHUB_ENV|GITHUB_PATH)\b/i;

/** One statement a line; the file's own variable is no source. */
function powershellWrites(place: StepPlace, text: string): UncontrolledWrite[] {
  const found: UncontrolledWrite[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const file = POWERSHELL_FILE.exec(line)?.[1]?.toUpperCase();
    const what = file === undefined || /^\s*#/.test(line) ? null : textSource(place, line.replace(POWERSHELL_FILE, ""));
    if (file !== undefined && what !== null) {
      found.push({ start: at + line.search(/\S/), end: at + line.trimEnd().length, file, what });
    }
    at += line.length + 1;
  }
  return found;
}
