import { kindsOfCommand } from "../../data/command-kinds.ts";
import { isDeployCommand } from "../../data/deployments.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { wordsOfStep } from "../../model/circleci/commands.ts";
import type { CircleciStep } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { asMap } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { programName } from "../../shell/program-name.ts";

/** After so long without output CircleCI stops a step, unless told otherwise. Source: circleci.com/docs/configuration-reference, `run`. */
const DEFAULT_SECONDS = 600;

export const circleciMissingNoOutputTimeout = defineRule({
  meta: {
    id: "circleci-missing-no-output-timeout",
    category: "ci_cd",
    severity: "low",
    title: "CircleCI stops a silent step after ten minutes",
    fixClass: "review",
    docs: {
      what: "A job with a `run` step that deploys or waits (`terraform apply`, `kubectl rollout status`, `aws … wait`, a long `sleep`) and has no `no_output_timeout`. In the strict profile also steps that test or build. One finding per job.",
      why: "CircleCI stops a step that prints nothing for ten minutes ([CircleCI: `run`](https://circleci.com/docs/configuration-reference/#run)). Deploy tools are silent while they wait, and a deploy that is cut off leaves half of it behind; where nothing is wrong with a longer wait, or a hang should end sooner, the step has to say so.",
      notReported:
        "Steps with a `no_output_timeout`. Steps that do neither, and scripts that cannot be read. Steps of orbs and of own commands, which have their own.",
      fix: "Write the time that the step may be silent. The fix writes `no_output_timeout: 30m` for deploys and waits; a short `run: command` has to be written out as `command:` first.",
      example: {
        before: "      - run:\n          command: terraform apply -auto-approve\n",
        after: "      - run:\n          command: terraform apply -auto-approve\n          no_output_timeout: 30m\n",
      },
    },
  },

  *check(context) {
    for (const { path, file, blocks } of circleciConfigsOf(context)) {
      for (const { kind, name, anchor, steps } of blocks) {
        const [first, ...others] = kind === "jobs" ? steps.filter((step) => mayBeSilent(step, context.strict)) : [];
        if (!first) continue;
        yield {
          message: `Job \`${name}\` has a step that may be silent for long, and CircleCI stops it after ten minutes without output; set \`no_output_timeout\`.`,
          path,
          at: first.node,
          anchor: `${anchor}.no_output_timeout`,
          related: others.map(({ node }) => ({ path, at: node })),
          fix: () => limitSilence(file, [first, ...others]),
        };
      }
    }
  },
});

function mayBeSilent(step: CircleciStep, isStrict: boolean): boolean {
  if (step.name !== "run" || pairIn(asMap(step.value), "no_output_timeout")) return false;
  return wordsOfStep(step).some((words) => waits(words) || isDeployCommand(words) || (isStrict && isLong(words)));
}

function waits(words: readonly string[]): boolean {
  const [program = "", ...rest] = words.map((word, index) => (index === 0 ? programName(word) : word));
  if (program === "sleep") return secondsOf(rest[0] ?? "") >= DEFAULT_SECONDS;
  if (program === "aws") return rest.includes("wait");
  if (program === "kubectl") return rest.includes("wait") || (rest.includes("rollout") && rest.includes("status"));
  return program === "helm" && rest.includes("--wait");
}

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3_600 };

function secondsOf(text: string): number {
  const [, count = "0", unit = ""] = /^(\d+)([smh]?)$/.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

function isLong(words: readonly string[]): boolean {
  return kindsOfCommand(words).some((kind) => kind === "test" || kind === "build");
}

function limitSilence(file: SourceFile, steps: readonly CircleciStep[]): FixOutcome {
  const edits = steps.map((step) => limitStep(file, step));
  if (edits.includes(null)) {
    return {
      abstain: "A step is written in its short form or shared; write it out with `command:` and `no_output_timeout:`.",
    };
  }
  return {
    edits: edits.flatMap((each) => each ?? []),
    title: "Let silent steps run for half an hour",
    explanation:
      "The steps may now be silent for 30 minutes before CircleCI stops them. Choose less where a hang is likelier.",
  };
}

function limitStep(file: SourceFile, { value }: CircleciStep): Edit[] | null {
  const map = asMap(value);
  return map && !map.aliased && value?.kind !== "alias"
    ? insertKey(file, map, { key: "no_output_timeout", value: "30m", after: ["command"] })
    : null;
}
