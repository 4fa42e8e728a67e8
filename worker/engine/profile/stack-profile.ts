import type { RuntimeClaim } from "./runtime-claims.ts";

/** One package manager of the repository, proved by its lockfile. */
export interface PackageManager {
  /** `npm`, `pnpm`, `yarn`, `uv`, `poetry`, `cargo`… */
  readonly name: string;
  /** Folder of the lockfile, empty for the root. */
  readonly directory: string;
  readonly lockfile: string;
}

/** What the repository is made of, as far as rules ask. */
export interface StackProfile {
  /** `node`, `python`, `go`… in the order of the table; empty when nothing is known. */
  readonly languages: readonly string[];
  readonly packageManagers: readonly PackageManager[];
  /** What the files of the root say about the versions of runtimes, first the file that counts most. */
  readonly runtimes: readonly RuntimeClaim[];
}
