import { memo } from "../../memo.ts";
import { asMap, asScalar, type YamlMap, type YamlScalar } from "../../parse/yaml-node.ts";
import { evaluateCondition, type Truth, type VariableOf } from "./condition.ts";
import { pairIn } from "./merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "./pipeline.ts";
import { presenceByRefs } from "./ref-filters.ts";
import { type Occasion, variablesFor } from "./scenarios.ts";
import { listItems, ownSettingOf, sectionSetting, textOf } from "./settings.ts";

/** Whether a job is in a pipeline, and whether it starts by itself. */
export type Presence = "runs" | "manual" | "out" | "unknown";

const presencesOf = memo((_job: GitlabEntry) => new Map<Occasion, Presence>());

/** Whether a job runs on an occasion, by the workflow's rules and its own. `changes` and `exists` count as met: some push meets them. */
export function presenceOf(pipeline: GitlabPipeline, job: GitlabEntry, occasion: Occasion): Presence {
  const presences = presencesOf(job);
  const presence = presences.get(occasion) ?? computePresence(pipeline, job, occasion);
  presences.set(occasion, presence);
  return presence;
}

function computePresence(pipeline: GitlabPipeline, job: GitlabEntry, occasion: Occasion): Presence {
  const allowed = pipelineStarts(pipeline, occasion);
  if (allowed !== true) return allowed === "unknown" ? "unknown" : "out";
  const rules = ownSettingOf(pipeline, job, "rules");
  if (rules === "unknown") return "unknown";
  const variables = variablesFor(pipeline, job, occasion);
  const own = textOf(ownSettingOf(pipeline, job, "when"));
  if (isSetting(rules)) return byRules(pipeline, rules, { variables, when: own });
  const listed = presenceByRefs(pipeline, job, { occasion, variables });
  return listed === "runs" ? presenceOfWhen(own?.value ?? "on_success") : listed;
}

/** What `workflow: rules` say of an occasion; without them every occasion starts a pipeline. */
export function pipelineStarts(pipeline: GitlabPipeline, occasion: Occasion): Truth {
  const rules = sectionSetting(pipeline, "workflow", "rules");
  if (rules === "unknown") return "unknown";
  if (!isSetting(rules)) return true;
  const presence = byRules(pipeline, rules, { variables: variablesFor(pipeline, null, occasion), when: null });
  return presence === "unknown" ? "unknown" : presence !== "out";
}

interface Ground {
  readonly variables: VariableOf;
  /** `when` of the job, for rules that have none. */
  readonly when: YamlScalar | null;
}

/** The first rule that holds decides; none: the job stays out. */
function byRules(pipeline: GitlabPipeline, rules: Setting, { variables, when }: Ground): Presence {
  const { items, isComplete } = listItems(pipeline, rules);
  if (!isComplete) return "unknown";
  for (const { node } of items) {
    const rule = asMap(node);
    if (!rule) return "unknown";
    const then = asScalar(pairIn(rule, "when")?.pair.value ?? null) ?? when;
    const holds = ruleHolds(rule, variables, then?.value === "never");
    if (holds === "unknown") return "unknown";
    if (holds) return presenceOfWhen(then?.value ?? "on_success");
  }
  return "out";
}

function ruleHolds(rule: YamlMap, variables: VariableOf, keepsOut: boolean): Truth {
  const condition = pairIn(rule, "if");
  const text = condition ? asScalar(condition.pair.value)?.value : undefined;
  if (condition && text === undefined) return "unknown";
  const truth = text === undefined ? true : evaluateCondition(text, variables);
  const hasMore = pairIn(rule, "changes") !== null || pairIn(rule, "exists") !== null;
  return truth === true && hasMore && keepsOut ? false : truth;
}

function presenceOfWhen(when: string): Presence {
  if (when === "never") return "out";
  return when === "manual" ? "manual" : "runs";
}
