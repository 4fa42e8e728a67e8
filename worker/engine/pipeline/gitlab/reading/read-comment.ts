import type { GitlabEntry } from "../../../model/gitlab/pipeline.ts";

/** Longer comments are chapters, not the reason of one job. */
const MAX_LINES = 8;
const SECRETS = / ?Needs ([A-Z0-9_, ]+) under Settings > CI\/CD > Variables, masked and protected\.$/;

interface JobComment {
  /** What stands above the job; null for nothing. */
  readonly why: string | null;
  /** Variables of the project's settings that it names, as our own files do. */
  readonly secrets: readonly string[];
}

/** The comment lines right above a job's name. */
export function readComment({ file, key }: GitlabEntry): JobComment {
  const lines: string[] = [];
  let end = file.text.lastIndexOf("\n", key.start - 1);
  while (end > 0 && lines.length < MAX_LINES) {
    const start = file.text.lastIndexOf("\n", end - 1) + 1;
    const line = file.text.slice(start, end).trimEnd();
    if (!/^#\s*\S/.test(line)) break;
    lines.unshift(line.replace(/^#\s*/, ""));
    end = start - 1;
  }
  const text = lines.join(" ");
  const why = text.replace(SECRETS, "");
  return { why: why === "" ? null : why, secrets: SECRETS.exec(text)?.[1]?.split(", ") ?? [] };
}

const CREDENTIAL = /\$\{?([A-Z][A-Z0-9_]*(?:TOKEN|KEY|SECRET|PASSWORD|CREDENTIALS?)[A-Z0-9_]*)\b/g;

/** Variables that commands use, that look like secrets and that the file does not set. */
export function usedSecrets(commands: readonly string[], known: ReadonlySet<string>): string[] {
  const names = commands.flatMap((run) => [...run.matchAll(CREDENTIAL)].map(([, name = ""]) => name));
  return names.filter((name) => !known.has(name) && !/^(?:CI|GITLAB)_/.test(name));
}
