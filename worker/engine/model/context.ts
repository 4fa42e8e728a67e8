import type { Lookups } from "../lookups.ts";
import type { RuleContext } from "../rule.ts";
import type { BrokenFile, RepositoryModel } from "./repository.ts";
import type { SourceFile } from "./source-file.ts";
import type { Action, JobPlace, StepPlace, Workflow } from "./workflow.ts";

export interface ContextFacts {
  readonly lookups: Lookups;
  readonly now: number;
  readonly strict: boolean;
}

/** The context of one run. `only` narrows the checked documents to some paths; questions across files still see all. */
export function createContext(
  repository: RepositoryModel,
  facts: ContextFacts,
  only?: ReadonlySet<string>,
): RuleContext {
  return new Context(repository, facts, only);
}

/**
 * A class for the sake of memory: V8 gives each object literal that has a getter a hidden class of its own, which lives
 * until a full garbage collection and with it all that the getter sees, here every parsed file.
 */
class Context implements RuleContext {
  readonly repository: RepositoryModel;
  readonly workflows: readonly Workflow[];
  readonly actions: readonly Action[];
  readonly broken: readonly BrokenFile[];
  readonly jobs: readonly JobPlace[];
  readonly files: readonly SourceFile[];
  readonly lookups: Lookups;
  readonly now: number;
  readonly strict: boolean;
  #steps: readonly StepPlace[] | undefined;

  constructor(repository: RepositoryModel, facts: ContextFacts, only?: ReadonlySet<string>) {
    const inScope = ({ path }: { path: string }) => only?.has(path) ?? true;
    this.repository = repository;
    this.workflows = repository.workflows.filter(inScope);
    this.actions = repository.actions.filter(inScope);
    this.broken = repository.broken.filter(inScope);
    this.jobs = this.workflows.flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job })));
    this.files = repository.files.filter(inScope);
    this.lookups = facts.lookups;
    this.now = facts.now;
    this.strict = facts.strict;
  }

  get steps(): readonly StepPlace[] {
    this.#steps ??= [...this.workflows.flatMap(stepsOfWorkflow), ...this.actions.flatMap(stepsOfAction)];
    return this.#steps;
  }
}

function stepsOfWorkflow(document: Workflow): StepPlace[] {
  return document.jobs.flatMap((job) => job.steps.map((step) => ({ document, job, step })));
}

function stepsOfAction(document: Action): StepPlace[] {
  return document.steps.map((step) => ({ document, job: null, step }));
}
