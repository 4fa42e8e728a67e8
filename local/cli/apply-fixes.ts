import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AnalysisResult, AnalyzeOptions } from "../../worker/engine/analyze.ts";
import { applyToFiles } from "../../worker/engine/edit/apply-edits.ts";
import type { FixClass } from "../../worker/engine/finding.ts";
import { type Composition, composeRemediations } from "../../worker/engine/prove/compose.ts";
import type { Snapshot } from "../../worker/engine/snapshot.ts";
import { FolderError } from "./read-folder.ts";

/** Fixes of an audit that go together, proved as a whole. */
export interface FixPlan {
  readonly composition: Composition;
  /** New texts by path. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Audit {
  readonly snapshot: Snapshot;
  readonly result: AnalysisResult;
  readonly options: AnalyzeOptions;
}

const ORDER: readonly FixClass[] = ["safe", "lookup", "review"];

/** Puts the fixes of these classes together, the safest first; what does not go with the others is left for the next run. */
export function planFixes({ snapshot, result, options }: Audit, classes: readonly FixClass[]): FixPlan {
  const wanted = ORDER.filter((each) => classes.includes(each)).flatMap((each) =>
    result.remediations.filter(({ fixClass }) => fixClass === each),
  );
  const composition = composeRemediations(snapshot, wanted, options);
  const texts = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  for (const { path } of composition.edits) if (!texts.has(path)) texts.set(path, "");
  return { composition, texts: applyToFiles(texts, composition.edits) ?? new Map() };
}

/** Writes the new texts into the folder. Throws FolderError, and writes nothing, when a file changed since it was read. */
export async function writeFixes(dir: string, snapshot: Snapshot, { texts }: FixPlan): Promise<void> {
  const before = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  for (const path of texts.keys()) await requireUnchanged(dir, path, before.get(path) ?? null);
  for (const [path, text] of texts) {
    const target = join(dir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

async function requireUnchanged(dir: string, path: string, expected: string | null): Promise<void> {
  const target = join(dir, path);
  const found = await lstat(target).catch(() => null);
  if (found !== null && !found.isFile())
    throw new FolderError(`\`${path}\` is no regular file, so nothing was changed.`);
  const text = found === null ? null : await readFile(target, "utf8");
  if (text !== expected)
    throw new FolderError(`\`${path}\` changed while it was audited, so nothing was changed; run it again.`);
}
