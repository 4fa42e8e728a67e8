import type { Folder } from "./folder.ts";
import type { Component, Ecosystem, ProfileNote } from "./stack-profile.ts";

/** What every detector must say of a component; container, deployment and compose services are found for all ecosystems alike. */
type OwnFacts =
  | "language"
  | "languages"
  | "packageManager"
  | "frameworks"
  | "runtimes"
  | "monorepo"
  | "commands"
  | "services"
  | "evidence";

/** What one ecosystem finds in one folder. */
export interface Detected extends Pick<Component, OwnFacts> {
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
