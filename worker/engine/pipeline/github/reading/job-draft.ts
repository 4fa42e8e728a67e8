import type { RepositoryModel } from "../../../model/repository.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import type { Job, Step, Workflow } from "../../../model/workflow.ts";
import type { Artifact, Cache, PipelineService, PipelineStep, Toolchain, ToolName } from "../../pipeline.ts";
import type { Literals } from "./literals.ts";
import type { Losses } from "./notes.ts";

/** A job while its steps are read. */
export class JobDraft {
  readonly steps: PipelineStep[] = [];
  readonly artifacts: Artifact[] = [];
  readonly secrets = new Set<string>();
  fetchDepth = 1;
  readonly #tools = new Map<ToolName, Toolchain>();
  readonly #caches = new Map<string, Cache>();

  get toolchains(): readonly Toolchain[] {
    return [...this.#tools.values()];
  }

  get caches(): readonly Cache[] {
    return [...this.#caches.values()];
  }

  /** Adds a tool, or what is newly known of one. */
  addTool(tool: ToolName, more: Partial<Toolchain> = {}): void {
    const before = this.#tools.get(tool) ?? { tool, version: null, versionFile: null, with: [] };
    this.#tools.set(tool, { ...before, ...more });
  }

  addCache(tool: ToolName, keyFiles: readonly string[]): void {
    const [first] = keyFiles;
    if (first === undefined) return;
    const slash = first.lastIndexOf("/");
    const directory = slash < 0 || first.includes("*") ? "." : first.slice(0, slash);
    this.#caches.set(`${tool} ${keyFiles.join(" ")}`, { tool, keyFiles, directory });
  }
}

/** What a step is read with. */
export interface StepContext {
  readonly repository: RepositoryModel;
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  /** The key of the matrix that became the job's axis; null without one. */
  readonly axisKey: string | null;
  readonly draft: JobDraft;
  readonly literals: Literals;
  readonly services: readonly PipelineService[];
  /** Where the step is written: the workflow, or an action of the repository. */
  readonly file: SourceFile;
  /** 0 for steps of the job itself, 1 for those of an action that it uses, and so on. */
  readonly level: number;
  readonly losses: Losses;
}
