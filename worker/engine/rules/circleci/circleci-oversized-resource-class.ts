import { kindsOfCommand } from "../../data/command-kinds.ts";
import { setScalar } from "../../edit/edit-yaml.ts";
import { BUILT_IN_STEPS, wordsOfStep } from "../../model/circleci/commands.ts";
import type { CircleciBlock, CircleciStep } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import { asScalar, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { programName } from "../../shell/program-name.ts";

export const circleciOversizedResourceClass = defineRule({
  meta: {
    id: "circleci-oversized-resource-class",
    category: "performance",
    severity: "low",
    title: "Large CircleCI resource class for a small job",
    fixClass: "review",
    docs: {
      what: "A job on a `large` or larger `resource_class` whose commands only install packages and lint or check the format.",
      why: "Credits are counted by the minute and the class: `large` costs twice as much as `medium` and `xlarge` four times, and linters use one or two processors ([CircleCI: resource class overview](https://circleci.com/docs/resource-class-overview/)).",
      notReported:
        "Jobs that test, build, check types, deploy or do anything that is not known: they may need the size. Classes that a parameter or the executor chooses, and those of macOS, GPU and own runners.",
      fix: "`medium`, or `arm.medium` where the class is of Arm. Look at the job's memory once.",
      example: {
        before: "  lint:\n    resource_class: xlarge\n    steps:\n      - run: npx eslint .\n",
        after: "  lint:\n    resource_class: medium\n    steps:\n      - run: npx eslint .\n",
      },
    },
  },

  *check(context) {
    for (const { path, file, blocks } of circleciConfigsOf(context)) {
      for (const block of blocks) {
        const size = sizeOf(block);
        if (!size || !onlyLints(block)) continue;
        yield {
          message: `Job \`${block.name}\` only lints, and \`${size.value}\` costs several times what \`medium\` does; take the smaller class.`,
          path,
          at: size,
          anchor: `${block.anchor}.resource_class`,
          fix: (): FixOutcome => {
            const edits = size.aliased ? null : setScalar(file, size, smaller(size));
            if (!edits) return { abstain: "The class is shared or cannot be edited safely; change it by hand." };
            return {
              edits,
              title: `Run \`${block.name}\` on \`${smaller(size)}\``,
              explanation: "Linters rarely use more than two processors. Look at the memory of the first run.",
            };
          },
        };
      }
    }
  },
});

const LARGE = /^(?:arm\.)?(?:large|x-?large|[23]x-?large\+?)$/;
const INSTALLS =
  /^(?:npm|yarn|pnpm|bun|pip3?|pipenv|poetry|uv|bundle|composer|gem|go|cargo|apt|apt-get) (?:ci|i|install|sync|download|fetch|update|get)\b|^yarn$|^bundle$/;
const NEUTRAL = new Set("cd echo mkdir export set source . true corepack node npm git ls cat pwd printf".split(" "));

function sizeOf({ kind, map }: CircleciBlock): YamlScalar | null {
  const size = kind === "jobs" ? asScalar(pairIn(map, "resource_class")?.pair.value) : null;
  const isMac = pairIn(map, "macos") !== null;
  return size && !isMac && LARGE.test(size.value.trim()) ? size : null;
}

function smaller({ value }: YamlScalar): string {
  return value.startsWith("arm.") ? "arm.medium" : "medium";
}

function onlyLints({ steps }: CircleciBlock): boolean {
  const kinds = steps.map(kindOf);
  return !kinds.includes("other") && kinds.includes("lint");
}

function kindOf(step: CircleciStep): "lint" | "neutral" | "other" {
  if (step.name !== "run") return BUILT_IN_STEPS.has(step.name) || /install/.test(step.name) ? "neutral" : "other";
  const commands = wordsOfStep(step);
  if (commands.length === 0) return "other";
  const kinds = commands.map(kindOfWords);
  if (kinds.includes("other")) return "other";
  return kinds.includes("lint") ? "lint" : "neutral";
}

function kindOfWords(words: readonly string[]): "lint" | "neutral" | "other" {
  const kinds = kindsOfCommand(words);
  if (kinds.length > 0) return kinds.every((kind) => kind === "lint") ? "lint" : "other";
  const plain = words.join(" ").replace(/^sudo /, "");
  const isNeutral = INSTALLS.test(plain) || (NEUTRAL.has(programName(words[0] ?? "")) && !/^(?:npm|node) /.test(plain));
  return isNeutral ? "neutral" : "other";
}
