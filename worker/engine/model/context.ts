import type { Lookups } from "../lookups.ts";
import type { RuleContext } from "../rule.ts";
import type { RepositoryModel } from "./repository.ts";
import type { Action, StepPlace, Workflow } from "./workflow.ts";

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
  const inScope = ({ path }: { path: string }) => only?.has(path) ?? true;
  const workflows = repository.workflows.filter(inScope);
  const actions = repository.actions.filter(inScope);
  let steps: StepPlace[] | undefined;
  return {
    ...facts,
    repository,
    workflows,
    actions,
    broken: repository.broken.filter(inScope),
    jobs: workflows.flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job }))),
    files: repository.files.filter(inScope),
    get steps() {
      steps ??= [...workflows.flatMap(stepsOfWorkflow), ...actions.flatMap(stepsOfAction)];
      return steps;
    },
  };
}

function stepsOfWorkflow(document: Workflow): StepPlace[] {
  return document.jobs.flatMap((job) => job.steps.map((step) => ({ document, job, step })));
}

function stepsOfAction(document: Action): StepPlace[] {
  return document.steps.map((step) => ({ document, job: null, step }));
}
