import type { PipelineService, Toolchain, ToolName } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import type { GenerateNote, GenerateOptions, JobKind } from "../generate-options.ts";

/** Checks in the order in which one job runs them: cheap ones first, and the build before tests that may need its output. */
export const CHECK_KINDS = ["format", "lint", "typecheck", "build", "test"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** What holds for the whole pipeline while it is planned. */
export interface PlanContext {
  readonly options: GenerateOptions;
  /** Milliseconds since the epoch, for dated tables. */
  readonly now: number;
  readonly note: (code: GenerateNote["code"], detail: string) => void;
  readonly wants: (kind: JobKind) => boolean;
}

/** A component with everything that its jobs share. */
export interface ComponentPlan {
  readonly component: Component;
  /** What is wanted, has a command, and is not run by the workspace that the component is part of. */
  readonly kinds: readonly CheckKind[];
  /** Put in front of job ids; null where the pipeline is about one component alone. */
  readonly prefix: string | null;
  /** Folder of the commands, null for the root. */
  readonly directory: string | null;
  /** Without parts such as `clippy`, which depend on the job. */
  readonly toolchains: readonly Toolchain[];
  /** Tools that only jobs have whose commands call them. */
  readonly furtherTools: readonly Toolchain[];
  readonly matrix: { readonly axis: ToolName; readonly values: readonly string[] } | null;
  readonly services: readonly PipelineService[];
  /** Where the tests find the services. */
  readonly serviceEnv: Readonly<Record<string, string>>;
}

/** A component as notes speak of it. */
export function placeOf({ path, language }: Component): string {
  return path === "." ? `the ${language} project in the root` : `\`${path}\``;
}
