import { readFile } from "node:fs/promises";
import * as z from "zod";
import { UsageError } from "./usage.ts";

const Report = z.object({ dir: z.string(), findings: z.array(z.object({ fingerprint: z.string() })) });
const Log = z.object({
  runs: z.array(z.object({ results: z.array(z.object({ partialFingerprints: z.record(z.string(), z.string()) })) })),
});

/** Fingerprints that an earlier run reported. */
export interface Baseline {
  /** True when the finding of a folder was there already. */
  has(dir: string, fingerprint: string): boolean;
}

/** Reads what `--format json` or `--format sarif` once printed. Throws UsageError when the file is neither. */
export async function readBaseline(path: string): Promise<Baseline> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`The baseline \`${path}\` cannot be read; write one with --format json.`);
  });
  const values = parseLines(text);
  const log = Log.safeParse(values[0]);
  if (log.success) return ofAll(log.data.runs.flatMap(({ results }) => results.flatMap(fingerprintsOf)));
  const reports = z.array(Report).safeParse(values);
  if (values.length > 0 && reports.success) return ofFolders(reports.data);
  throw new UsageError(`The baseline \`${path}\` is no report; write one with --format json or --format sarif.`);
}

function parseLines(text: string): unknown[] {
  const whole = parseJson(text);
  if (whole !== undefined) return [whole];
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseJson(line)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fingerprintsOf({ partialFingerprints }: { partialFingerprints: Record<string, string> }): string[] {
  const print = partialFingerprints["autodevops/v1"];
  return print === undefined ? [] : [print];
}

function ofAll(prints: readonly string[]): Baseline {
  const known = new Set(prints);
  return { has: (_, fingerprint) => known.has(fingerprint) };
}

/** Folders are matched by name; one that the baseline does not name is compared with all of it. */
function ofFolders(reports: readonly z.infer<typeof Report>[]): Baseline {
  const named = new Map(reports.map(({ dir, findings }) => [dir, new Set(findings.map((each) => each.fingerprint))]));
  const all = new Set([...named.values()].flatMap((prints) => [...prints]));
  return { has: (dir, fingerprint) => (named.get(dir) ?? all).has(fingerprint) };
}
