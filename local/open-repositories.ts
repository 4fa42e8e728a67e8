import type { LocalContext } from "./context.ts";

/** Opens the repositories this start serves: those of `reposDirs` when given, else the samples. */
export async function openRepositories(
  _local: LocalContext,
  _from: { dataDir: string; reposDirs: string[] },
): Promise<void> {}
