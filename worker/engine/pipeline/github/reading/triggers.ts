import { triggerFilter } from "../../../model/read-parts.ts";
import type { Trigger, Workflow } from "../../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, keyText } from "../../../parse/yaml-node.ts";
import type { Triggers } from "../../pipeline.ts";
import type { Losses } from "./notes.ts";

interface ReadTriggers {
  readonly triggers: Triggers;
  /** Globs that a push or pull request must touch; null for none. They hold for every job. */
  readonly paths: readonly string[] | null;
}

const KNOWN = new Set(["push", "pull_request", "merge_group", "schedule", "workflow_dispatch"]);
/** What a push without a filter runs for. */
const ANY_BRANCH = "**";

export function readTriggers(workflow: Workflow, losses: Losses): ReadTriggers {
  const find = (event: string) => workflow.triggers.find((trigger) => trigger.event === event) ?? null;
  const push = find("push");
  const pull = find("pull_request");
  for (const { event } of workflow.triggers) if (!KNOWN.has(event)) losses.add(null, unknownTrigger(event));
  if (push) loseFilters(push, ["branches-ignore", "tags-ignore", "paths-ignore"], losses);
  if (pull) loseFilters(pull, ["branches", "branches-ignore", "types", "paths-ignore"], losses);
  const dispatch = find("workflow_dispatch");
  if (asMap(findValue(dispatch?.node, "inputs")))
    losses.add(
      null,
      "Inputs of runs that are started by hand are not carried over: platforms ask for them in other ways.",
    );
  return {
    triggers: {
      ...readPush(push),
      pullRequest: pull !== null,
      mergeGroup: find("merge_group") !== null,
      schedule: readSchedule(find("schedule")),
      manual: dispatch !== null,
    },
    paths: readPaths(push, pull, losses),
  };
}

function unknownTrigger(event: string): string {
  return `The trigger \`${event}\` is not carried over: a pipeline knows pushes, tags, pull requests, schedules and starts by hand.`;
}

function readPush(push: Trigger | null): Pick<Triggers, "push" | "tags"> {
  if (push === null) return { push: [], tags: [] };
  const branches = filterOf(push, "branches");
  const tags = filterOf(push, "tags");
  const isBare = branches === null && tags === null;
  return { push: branches ?? (isBare ? [ANY_BRANCH] : []), tags: tags ?? [] };
}

function readSchedule(schedule: Trigger | null): readonly string[] {
  const items = asSeq(schedule?.node)?.items ?? [];
  return items.flatMap((item) => asScalar(findValue(item, "cron"))?.value ?? []);
}

/** One list for both events: where they differ, or leave something out, it cannot be said. */
function readPaths(push: Trigger | null, pull: Trigger | null, losses: Losses): readonly string[] | null {
  const lists = [push, pull].filter((trigger) => trigger !== null).map((trigger) => filterOf(trigger, "paths"));
  const [first = null, second = first] = lists;
  const isOne = JSON.stringify(first) === JSON.stringify(second) && !first?.some((path) => path.startsWith("!"));
  if (isOne) return first;
  losses.add(
    null,
    "The path filters of the triggers differ or exclude something, so that they are left out: every change runs the pipeline.",
  );
  return null;
}

function loseFilters(trigger: Trigger, names: readonly string[], losses: Losses): void {
  const given = (asMap(trigger.node)?.pairs ?? []).map(keyText);
  for (const name of names) {
    if (!given.includes(name) || isUsualFilter(trigger, name)) continue;
    losses.add(
      null,
      `The filter \`${name}\` of \`${trigger.event}\` is not carried over: it runs for more than before.`,
    );
  }
}

/** A pull request into the branches that a pipeline is about anyway, with the types that GitHub takes without being told. */
function isUsualFilter(trigger: Trigger, name: string): boolean {
  const values = filterOf(trigger, name) ?? [];
  if (name === "types") return values.every((type) => ["opened", "synchronize", "reopened"].includes(type));
  return name === "branches" && values.every((branch) => ["main", "master"].includes(branch));
}

function filterOf(trigger: Trigger, name: string): readonly string[] | null {
  return triggerFilter(trigger, name)?.map(({ value }) => value) ?? null;
}
