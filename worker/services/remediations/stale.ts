import type { Receipt } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";

const AGAIN = {
  analysis: "changed since this analysis. Run a new analysis and choose the fixes again.",
  artifact: "changed since this was generated. Generate it again.",
};

/** 409 for a choice that was made on files which have changed since. */
export function stale(path: string | null, origin: keyof typeof AGAIN = "analysis"): AppError {
  const what = path === null ? "The default branch" : `\`${path}\``;
  return new AppError("conflict", `${what} ${AGAIN[origin]}`, { problemCode: "stale" });
}

/** Throws stale unless every file that the receipts name is, byte for byte, the one that they were proved on. */
export async function requireSameFiles(snapshot: Snapshot, receipts: readonly Receipt[]): Promise<void> {
  const texts = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  for (const { path, before } of receipts.flatMap(({ files }) => files)) {
    if ((await sha256Hex(texts.get(path) ?? "")) !== before) throw stale(path);
  }
}
