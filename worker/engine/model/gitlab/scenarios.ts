import { memo } from "../../memo.ts";
import { asMap, asScalar } from "../../parse/yaml-node.ts";
import type { VariableOf } from "./condition.ts";
import { pairIn } from "./merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "./pipeline.ts";
import { ownSettingOf, topSetting } from "./settings.ts";

/** An occasion on which GitLab may create a pipeline. `branch` and `merge_request` are the two that one push to a merge request's branch gives. */
export type Occasion = "branch" | "merge_request" | "default_branch" | "tag";

const BRANCH = "feature/change";
const UNSET = null;

/** Predefined variables that tell the occasions apart: docs.gitlab.com/ci/variables/predefined_variables. */
const PREDEFINED: Readonly<Record<Occasion, Readonly<Record<string, string | null>>>> = {
  branch: {
    CI_PIPELINE_SOURCE: "push",
    CI_COMMIT_BRANCH: BRANCH,
    CI_COMMIT_REF_NAME: BRANCH,
    CI_COMMIT_REF_SLUG: "feature-change",
    CI_COMMIT_TAG: UNSET,
    CI_COMMIT_REF_PROTECTED: "false",
    CI_OPEN_MERGE_REQUESTS: "group/project!1",
  },
  merge_request: {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_COMMIT_BRANCH: UNSET,
    CI_COMMIT_REF_NAME: BRANCH,
    CI_COMMIT_REF_SLUG: "feature-change",
    CI_COMMIT_TAG: UNSET,
    CI_COMMIT_REF_PROTECTED: "false",
    CI_OPEN_MERGE_REQUESTS: "group/project!1",
    CI_MERGE_REQUEST_ID: "1",
    CI_MERGE_REQUEST_IID: "1",
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: BRANCH,
    CI_MERGE_REQUEST_EVENT_TYPE: "detached",
  },
  default_branch: {
    CI_PIPELINE_SOURCE: "push",
    CI_COMMIT_TAG: UNSET,
    CI_COMMIT_REF_PROTECTED: "true",
    CI_OPEN_MERGE_REQUESTS: UNSET,
  },
  tag: {
    CI_PIPELINE_SOURCE: "push",
    CI_COMMIT_BRANCH: UNSET,
    CI_COMMIT_TAG: "v1.2.3",
    CI_COMMIT_REF_NAME: "v1.2.3",
    CI_OPEN_MERGE_REQUESTS: UNSET,
  },
};

const ALWAYS: Readonly<Record<string, string | null>> = {
  CI: "true",
  GITLAB_CI: "true",
  CI_COMMIT_MESSAGE: "Change one thing",
  CI_COMMIT_TITLE: "Change one thing",
  CI_PIPELINE_TRIGGERED: UNSET,
  CI_PIPELINE_SCHEDULE_DESCRIPTION: UNSET,
  CI_MERGE_REQUEST_TITLE: "Change one thing",
};

/** The variables of an occasion: predefined ones, then those of the job and of the file. One that nobody sets is unset; of GitLab's own, others are not known. */
export function variablesFor(pipeline: GitlabPipeline, job: GitlabEntry | null, occasion: Occasion): VariableOf {
  const predefined = predefinedFor(pipeline)[occasion];
  return (name) => {
    if (predefined.has(name)) return predefined.get(name);
    const own = writtenValue(pipeline, job, name);
    if (own !== undefined) return own;
    if (name.startsWith("CI_MERGE_REQUEST_") && occasion !== "merge_request") return null;
    return /^(?:CI|GITLAB)_/.test(name) || !pipeline.hasKnownDefaults ? undefined : null;
  };
}

type Predefined = ReadonlyMap<string, string | null>;

const predefinedFor = memo((pipeline: GitlabPipeline): Readonly<Record<Occasion, Predefined>> => {
  const main = pipeline.defaultBranch ?? "main";
  const of = (occasion: Occasion, more: Readonly<Record<string, string>> = {}): Predefined =>
    new Map(Object.entries({ ...ALWAYS, ...PREDEFINED[occasion], CI_DEFAULT_BRANCH: main, ...more }));
  return {
    branch: of("branch"),
    merge_request: of("merge_request", { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: main }),
    default_branch: of("default_branch", { CI_COMMIT_BRANCH: main, CI_COMMIT_REF_NAME: main }),
    tag: of("tag"),
  };
});

/** A variable's text as the job or the file sets it; undefined when neither does, or when it is made of others. */
function writtenValue(pipeline: GitlabPipeline, job: GitlabEntry | null, name: string): string | undefined {
  const own = job ? ownSettingOf(pipeline, job, "variables", name) : "absent";
  const answer = isSetting(own) ? own : topSetting(pipeline, "variables", name);
  if (!isSetting(answer)) return undefined;
  const map = asMap(answer.node);
  const text = asScalar(map ? (pairIn(map, "value")?.pair.value ?? null) : answer.node)?.value;
  return text?.includes("$") ? undefined : text;
}
