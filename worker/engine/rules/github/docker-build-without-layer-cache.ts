import { publishes } from "../../data/publishing-steps.ts";
import { addInputs } from "../../edit/with-input.ts";
import { entryText, findTrigger, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const dockerBuildWithoutLayerCache = defineRule({
  meta: {
    id: "docker-build-without-layer-cache",
    category: "performance",
    severity: "low",
    title: "Image is built from nothing on every run",
    fixClass: "review",
    docs: {
      what: "A `docker/build-push-action` without `cache-from` and `cache-to` in a job for pushes or pull requests that publishes nothing.",
      why: "Hosted runners start without layers, so every run installs the image's packages anew. BuildKit can keep layers in GitHub's cache: https://docs.docker.com/build/ci/github-actions/cache/.",
      notReported:
        "Builds that push an image or belong to a release, as a cache that other runs can write does not belong there (`release-cache-poisoning`). Self-hosted runners, which keep their layers. Jobs that restore layers with `actions/cache`. `docker build` in scripts, whose builder is not known. `no-cache: true`.",
      fix: "`cache-from: type=gha` and `cache-to: type=gha,mode=max`. The cache of a repository holds 10 GB: large images push out others.",
      example: {
        before: "      - uses: docker/build-push-action@v6\n        with:\n          context: .\n",
        after:
          "      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          cache-from: type=gha\n          cache-to: type=gha,mode=max\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      if (!runsForCommits(workflow) || job.steps.some(publishes) || keepsLayers(job)) continue;
      for (const step of job.steps.filter(buildsWithoutCache)) {
        yield {
          message: "This build starts without layers on every run; add `cache-from` and `cache-to`.",
          path: workflow.path,
          at: step.uses?.node ?? step.node,
          anchor: `jobs.${job.id}.${step.identity}.cache`,
          fix: () => addCache(workflow, step),
        };
      }
    }
  },
});

function runsForCommits(workflow: Workflow): boolean {
  return findTrigger(workflow, "push") !== null || findTrigger(workflow, "pull_request") !== null;
}

function keepsLayers(job: Job): boolean {
  return (
    job.runsOn.some(({ value }) => /self-hosted|depot|blacksmith|namespace|buildjet|warp/i.test(value)) ||
    job.steps.some(
      ({ uses }) =>
        uses !== null && /^(?:actions\/cache(?:\/restore)?$|depot\/|useblacksmith\/|namespacelabs\/)/.test(uses.name),
    )
  );
}

function buildsWithoutCache({ uses, with: inputs }: Step): boolean {
  if (uses?.name !== "docker/build-push-action") return false;
  const named = ["cache-from", "cache-to", "no-cache", "push", "outputs", "builder"];
  return named.every(
    (input) => entryText(inputs, input) === null || (input === "push" && entryText(inputs, input) === "false"),
  );
}

function addCache({ file }: Workflow, step: Step): FixOutcome {
  const edits = addInputs(file, step, { "cache-from": "type=gha", "cache-to": "type=gha,mode=max" });
  if (!edits)
    return { abstain: "The inputs of the build cannot be edited safely; add `cache-from` and `cache-to` by hand." };
  return {
    edits,
    title: "Keep image layers in GitHub's cache",
    explanation:
      "Needs a BuildKit builder (`docker/setup-buildx-action` before it). Compare the time of the second run with the first.",
  };
}
