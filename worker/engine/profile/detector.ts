import type { Folder } from "./folder.ts";
import type {
  Commands,
  Ecosystem,
  Monorepo,
  PackageManager,
  ProfileEvidence,
  ProfileNote,
  RuntimeVersion,
  Service,
} from "./stack-profile.ts";

/** What one ecosystem finds in one folder. Container, deployment and compose services are added for all ecosystems alike. */
export interface Detected {
  readonly language: string;
  /** The main one first. */
  readonly languages: readonly string[];
  readonly packageManager: PackageManager | null;
  readonly frameworks: readonly string[];
  readonly runtimes: readonly RuntimeVersion[];
  readonly monorepo: Monorepo | null;
  readonly commands: Commands;
  /** What drivers among the dependencies ask for. */
  readonly services: readonly Service[];
  readonly evidence: readonly ProfileEvidence[];
  readonly notes: readonly ProfileNote[];
  /** Folders from the root that belong to this component and are none of their own: workspace members, modules. */
  readonly members: readonly string[];
  /** True for a manifest that only builds assets of a backend beside it (a `package.json` with vite and tailwind in a Rails app). */
  readonly isAssetStep: boolean;
}

/** One ecosystem. Pure: the same folder gives the same answer, and no content makes it throw. */
export interface Detector {
  readonly ecosystem: Ecosystem;
  /** True for a folder that holds a manifest of this ecosystem: cheap, by names alone. */
  readonly owns: (folder: Folder) => boolean;
  /** Null where the manifests turn out to be none of a component (a `pyproject.toml` that only configures a tool). */
  readonly detect: (folder: Folder) => Detected | null;
}
