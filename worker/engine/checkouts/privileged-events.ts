/**
 * Events that run with the repository's secrets and a token that may write although a stranger starts them. Source: GitHub
 * Docs, "Events that trigger workflows" and "Secure use reference"; GitHub Security Lab, "Preventing pwn requests".
 */
import { triggerFilter } from "../model/read-parts.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { findTrigger, type Workflow } from "../model/workflow.ts";

const PRIVILEGED_EVENTS = ["pull_request_target", "workflow_run", "issue_comment"] as const;

/** The privileged events of a workflow under which a pull request's code can be named. */
export function privilegedEvents(workflow: Workflow): string[] {
  return PRIVILEGED_EVENTS.filter((event) => findTrigger(workflow, event) !== null);
}

/**
 * False where every workflow that a `workflow_run` follows is in the repository and none of them runs for pull requests: the
 * run's commit is then a member's.
 */
export function followsPullRequests(repository: RepositoryModel, workflow: Workflow): boolean {
  const trigger = findTrigger(workflow, "workflow_run");
  const names = trigger ? (triggerFilter(trigger, "workflows") ?? []).map((name) => name.value) : [];
  const parents = names.map((name) => repository.workflows.filter((other) => nameOf(other) === name));
  if (names.length === 0 || parents.some((found) => found.length === 0)) return true;
  return parents.flat().some(({ triggers }) => triggers.some(({ event }) => event.startsWith("pull_request")));
}

/** GitHub shows a workflow without a name by its path. */
function nameOf({ name, path }: Workflow): string {
  return name?.value ?? path;
}
