import { sha256Hex } from "../../fingerprint.ts";
import type { AiContext } from "../context.ts";
import type { AiTask } from "../task.ts";
import type { ContextGround, ContextWish, SelectedContexts } from "./ground.ts";

/** One context for each pipeline file of the repository; those with the worst findings first. */
export function selectContexts(ground: ContextGround, wish: ContextWish): SelectedContexts {
  const paths = ground.repository.workflows.map(({ path }) => path);
  return {
    contexts: paths.slice(0, wish.limit).map((path) => contextOf(ground, wish.task, path)),
    notAsked: paths.slice(wish.limit),
  };
}

export function contextOf({ repository }: ContextGround, task: AiTask, path: string): AiContext {
  const texts = (repository.file(path)?.text ?? "").split(/\r?\n/);
  const lines = texts.map((text, index) => ({ line: index + 1, text })).filter(({ text }) => text.trim() !== "");
  const hash = sha256Hex(JSON.stringify([task, path, lines.map(({ text }) => text)]));
  const files = [{ path, sha: "", role: "subject" as const, lines }];
  return { task, subject: path, files, facts: [], known: [], left: [], redacted: 0, removed: 0, hash };
}
