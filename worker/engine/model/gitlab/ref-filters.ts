import { asMap, asScalar, asSeq, type YamlNode } from "../../parse/yaml-node.ts";
import type { SourceFile } from "../source-file.ts";
import { evaluateCondition, type Truth, type VariableOf } from "./condition.ts";
import { pairIn } from "./merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "./pipeline.ts";
import type { Occasion } from "./scenarios.ts";
import { listItems, ownSettingOf, sectionSetting } from "./settings.ts";

interface Ground {
  readonly occasion: Occasion;
  readonly variables: VariableOf;
}

interface Filter extends Ground {
  readonly pipeline: GitlabPipeline;
  readonly kind: "only" | "except";
}

/** Keywords of `only` and `except` that hold on an occasion: docs.gitlab.com/ci/yaml/deprecated_keywords. */
const HOLDING: Readonly<Record<Occasion, readonly string[]>> = {
  branch: ["branches", "pushes"],
  merge_request: ["merge_requests"],
  default_branch: ["branches", "pushes"],
  tag: ["tags", "pushes"],
};
const KEYWORDS: ReadonlySet<string> = new Set(
  "branches tags merge_requests pushes external_pull_requests external pipelines web api schedules triggers chat".split(
    " ",
  ),
);

/**
 * What `only` and `except` say. Without them a job runs for branches and tags, not for merge requests; but where the workflow has
 * rules, those alone decide (GitLab: lib/gitlab/ci/config/entry/processable.rb, seen 2026-11-21).
 */
export function presenceByRefs(pipeline: GitlabPipeline, job: GitlabEntry, ground: Ground): "runs" | "out" | "unknown" {
  const only = ownSettingOf(pipeline, job, "only");
  const except = ownSettingOf(pipeline, job, "except");
  if (only === "unknown" || except === "unknown") return "unknown";
  const wanted = isSetting(only)
    ? filterHolds(only, { ...ground, pipeline, kind: "only" })
    : ground.occasion !== "merge_request" || workflowDecides(pipeline);
  const refused = isSetting(except) ? filterHolds(except, { ...ground, pipeline, kind: "except" }) : false;
  if (wanted === false || refused === true) return "out";
  return wanted === true && refused === false ? "runs" : "unknown";
}

function workflowDecides(pipeline: GitlabPipeline): Truth {
  const rules = sectionSetting(pipeline, "workflow", "rules");
  return rules === "unknown" ? "unknown" : isSetting(rules);
}

/** A list of refs, or a mapping of conditions: all of them must hold for `only`, one of them for `except`. */
function filterHolds(setting: Setting, filter: Filter): Truth {
  const map = asMap(setting.node);
  if (!map) return refsHold(setting.node, filter, setting.file);
  const parts = ["refs", "variables", "changes", "kubernetes"].flatMap((key): Truth[] => {
    const node = pairIn(map, key)?.pair.value;
    if (!node) return [];
    if (key === "refs") return [refsHold(node, filter, setting.file)];
    if (key === "variables") return [variablesHold(node, filter)];
    return key === "changes" ? [filter.kind === "only"] : ["unknown"];
  });
  const decisive = filter.kind === "except";
  if (parts.includes(decisive)) return decisive;
  return parts.includes("unknown") ? "unknown" : !decisive;
}

function refsHold(node: YamlNode, filter: Filter, file: SourceFile): Truth {
  const { items, isComplete } = listItems(filter.pipeline, { node, file });
  const truths = items.map((item) => refHolds(asScalar(item.node)?.value ?? "", filter));
  if (truths.includes(true)) return true;
  return truths.includes("unknown") || !isComplete ? "unknown" : false;
}

function refHolds(written: string, { occasion, variables }: Filter): Truth {
  const ref = written.replace(/@[\w./-]+$/, "");
  if (KEYWORDS.has(ref)) return HOLDING[occasion].includes(ref);
  if (occasion === "merge_request") return false;
  return ref.startsWith("/")
    ? evaluateCondition(`$CI_COMMIT_REF_NAME =~ ${ref}`, variables)
    : !ref.includes("$") && variables("CI_COMMIT_REF_NAME") === ref;
}

function variablesHold(node: YamlNode, { variables }: Filter): Truth {
  const texts = (asSeq(node)?.items ?? [node]).map((item) => asScalar(item)?.value ?? "");
  const truths = texts.map((text) => evaluateCondition(text, variables));
  if (truths.includes(true)) return true;
  return truths.includes("unknown") ? "unknown" : false;
}
