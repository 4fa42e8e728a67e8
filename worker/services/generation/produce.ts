import { newestPin } from "../../engine/data/action-pins.ts";
import { convert } from "../../engine/generate/convert.ts";
import { checkFiles, type GenerateFacts, generate } from "../../engine/generate/generate.ts";
import type { FileProblem, Generated } from "../../engine/generate/generated.ts";
import { toGenerateOptions } from "../../engine/generate/options-preset.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { detectStack } from "../../engine/profile/detect-stack.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { isAcceptable, type ValidationFacts } from "../../engine/validate/validate-configuration.ts";
import { explainText } from "./explain-text.ts";
import type { Work } from "./resolve-request.ts";

export type Produced = Omit<Generated, "pipeline">;

/** Writes the configuration for a snapshot, whether it may be offered or not: `problems` says. */
export function produce(snapshot: Snapshot, work: Work, facts: ValidationFacts): Produced {
  const { platform, preset, content } = work;
  const all = { ...facts, pins: newestPin };
  if (content.kind === "options") return write(snapshot, content, all);
  const files = [{ path: content.path, text: content.text }];
  return {
    profile: detectStack(new RepositoryModel(snapshot)),
    files,
    jobs: explainText(snapshot, { platform, path: content.path, text: content.text }),
    notes: [],
    problems: checkFiles(snapshot, toGenerateOptions(platform, preset), { files, facts: all }),
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

export function errorsAmong(problems: readonly FileProblem[]): FileProblem[] {
  return problems.filter(({ severity }) => severity === "error");
}
