import { insertKey, setScalar } from "../../edit/edit-yaml.ts";
import { jobsBySetting, placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "../../model/gitlab/pipeline.ts";
import { presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { settingOf, stageOf, textOf } from "../../model/gitlab/settings.ts";
import { resolve } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const KEPT_NAME = /(?:^|[^a-z])(?:release|releases|publish|pages)(?:$|[^a-z])/i;

export const gitlabArtifactsNeverExpire = defineRule({
  meta: {
    id: "gitlab-artifacts-never-expire",
    category: "performance",
    severity: "low",
    title: "Artifacts have no expiry of their own",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "`artifacts` with `paths` or `untracked` and no `expire_in`, or with `expire_in: never`, in a job that runs for branches or merge requests. One finding per `artifacts` mapping, also where several jobs share it.",
      why: "Every push stores them anew. Without `expire_in` the instance's setting holds: 30 days on GitLab.com, for ever on an instance that sets none ([GitLab: `artifacts:expire_in`](https://docs.gitlab.com/ci/yaml/#artifactsexpire_in)). They count against the project's storage; GitLab keeps the latest successful ones of a branch in any case.",
      notReported:
        "Jobs that run for tags only, and jobs or stages named after releases, publishing or Pages: their files may be wanted for long. Artifacts that hold `reports` alone. Jobs whose `artifacts` may come from an include that cannot be read.",
      fix: "Add `expire_in: 1 week`, or as long as somebody may still download the files. `expire_in: never` was a decision, so its fix asks for review.",
      example: {
        before: "build:\n  script: make\n  artifacts:\n    paths:\n      - build/\n",
        after: "build:\n  script: make\n  artifacts:\n    paths:\n      - build/\n    expire_in: 1 week\n",
      },
    },
  },

  *check(context) {
    for (const { pipeline, setting, first, others } of jobsBySetting(gitlabPipelinesOf(context), lastingFiles)) {
      const expiry = settingOf(pipeline, first, "artifacts", "expire_in");
      const never = isSetting(expiry) ? expiry : null;
      const place = never ?? artifactsAround(pipeline, first, setting);
      yield {
        message: `The artifacts of job \`${first.name}\` ${never ? "never expire" : "have no `expire_in`"}, so every push adds to the project's storage; set \`expire_in: 1 week\` or what you need.`,
        path: place.file.path,
        at: place.pair.key,
        anchor: `artifacts.${first.name}`,
        related: placesOfJobs(others),
        fix: () => addExpiry(first, setting, never),
      };
    }
  },
});

/** The `paths` or `untracked` of a job whose artifacts do not expire by the file. */
function lastingFiles(pipeline: GitlabPipeline, job: GitlabEntry): Setting | null {
  const files = ["paths", "untracked"].map((key) => settingOf(pipeline, job, "artifacts", key)).find(isSetting);
  if (!files || isKept(pipeline, job)) return null;
  const expiry = settingOf(pipeline, job, "artifacts", "expire_in");
  return expiry === "absent" || textOf(expiry)?.value.trim() === "never" ? files : null;
}

/** The `artifacts` that hold the files, where the job's own are these. */
function artifactsAround(pipeline: GitlabPipeline, job: GitlabEntry, files: Setting): Setting {
  const artifacts = settingOf(pipeline, job, "artifacts");
  return isSetting(artifacts) && resolve(artifacts.node) === files.owner ? artifacts : files;
}

/** Made for a tag, or named after something that is to last. */
function isKept(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  if (KEPT_NAME.test(job.name) || KEPT_NAME.test(stageOf(pipeline, job) ?? "")) return true;
  if (isSetting(settingOf(pipeline, job, "release")) || isSetting(settingOf(pipeline, job, "pages"))) return true;
  return (["branch", "merge_request"] as const).every((occasion) => {
    const presence = presenceOf(pipeline, job, occasion);
    return presence === "out" || presence === "unknown";
  });
}

function addExpiry(job: GitlabEntry, files: Setting, never: Setting | null): FixOutcome {
  const written = never ? resolve(never.node) : null;
  const isShared = written ? written.aliased || (never?.owner.aliased ?? false) : files.owner.aliased;
  const edits = written
    ? written.kind === "scalar" && setScalar((never ?? files).file, written, "1 week")
    : insertKey(files.file, files.owner, { key: "expire_in", value: "1 week", after: ["paths", "untracked"] });
  if (!edits || isShared) {
    return {
      abstain: "The mapping is shared or written in a form that cannot be edited safely; add `expire_in` by hand.",
    };
  }
  return {
    edits,
    title: `Let the artifacts of \`${job.name}\` expire after a week`,
    explanation:
      "A week is enough for the jobs of the same pipeline and for a look at a merge request; GitLab keeps those of the latest successful pipeline of each branch anyway. Choose a longer time where somebody downloads them later.",
    ...(never ? { fixClass: "review" as const } : {}),
  };
}
