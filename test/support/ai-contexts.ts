import type { ContextGround } from "../../worker/engine/ai/context/ground.ts";
import { selectContexts } from "../../worker/engine/ai/context/select-contexts.ts";
import type { AiContext, SentFile } from "../../worker/engine/ai/context.ts";
import { prepare } from "../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../worker/engine/lookups.ts";
import { detectStack } from "../../worker/engine/profile/detect-stack.ts";
import type { Rule } from "../../worker/engine/rule.ts";
import { type Files, NOW, snapshot } from "./engine.ts";

/** What contexts are made of, with the findings of some rules. */
export function contextGround(files: string | Files, rules: readonly Rule[] = []): ContextGround {
  const { repository, located } = prepare(snapshot(files), { now: NOW, lookups: NO_LOOKUPS, rules });
  return { repository, findings: located.map(({ finding }) => finding), profile: detectStack(repository) };
}

/** The only context of a repository for the task `ci_cd`. */
export function onlyContext(files: string | Files, rules: readonly Rule[] = []): AiContext {
  const { contexts } = selectContexts(contextGround(files, rules), { task: "ci_cd", budget: 20_000, limit: 5 });
  const [context, ...others] = contexts;
  if (!context || others.length > 0) throw new Error(`There are ${contexts.length} contexts.`);
  return context;
}

/** Paths with their roles: `subject .github/workflows/ci.yml`. */
export function filesOf({ files }: AiContext): string[] {
  return files.map(({ role, path }) => `${role} ${path}`);
}

/** The lines that a file is sent with. */
export function textOf(context: AiContext, path: string): string[] {
  const file: SentFile | undefined = context.files.find((each) => each.path === path);
  return file?.lines.map(({ text }) => text) ?? [];
}
