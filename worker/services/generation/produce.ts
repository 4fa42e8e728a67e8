import { newestPin } from "../../engine/data/action-pins.ts";
import { convert } from "../../engine/generate/convert.ts";
import { type GenerateFacts, generate } from "../../engine/generate/generate.ts";
import type { Generated } from "../../engine/generate/generated.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { detectStack } from "../../engine/profile/detect-stack.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { ConfigurationProblem } from "../../engine/validate/configuration-problem.ts";
import {
  isAcceptable,
  type ValidationFacts,
  validateConfiguration,
} from "../../engine/validate/validate-configuration.ts";
import type { Work } from "./resolve-request.ts";

export type Produced = Omit<Generated, "pipeline">;

/** Writes the configuration for a snapshot, whether it may be offered or not: `problems` says. */
export function produce(snapshot: Snapshot, { platform, content }: Work, facts: ValidationFacts): Produced {
  if (content.kind === "options") return write(snapshot, content, { ...facts, pins: newestPin });
  const repository = new RepositoryModel(snapshot);
  const { path, text } = content;
  return {
    profile: detectStack(repository),
    files: [{ path, text }],
    jobs: [],
    notes: [],
    problems: validateConfiguration(repository, { platform, path, text }, facts),
  };
}

type Wish = Extract<Work["content"], { kind: "options" }>;

function write(snapshot: Snapshot, { options, convertFrom }: Wish, facts: GenerateFacts): Generated {
  return convertFrom === null
    ? generate(snapshot, options, facts)
    : convert(snapshot, { from: convertFrom, options }, facts);
}

/** True for a configuration that may be offered: there is one, and nothing is wrong with it. */
export function isOfferable({ files, problems }: Pick<Produced, "files" | "problems">): boolean {
  return files.length > 0 && isAcceptable(problems);
}

export function errorsAmong(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return problems.filter(({ severity }) => severity === "error");
}
