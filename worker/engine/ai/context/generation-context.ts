import type { AiContext } from "../context.ts";
import { assemble, type Wanted } from "./assemble.ts";
import type { ContextGround } from "./ground.ts";
import { belongings } from "./unit-context.ts";

/** A configuration that the engine wrote. */
export interface WrittenFile {
  readonly platform: string;
  readonly path: string;
  readonly text: string;
}

/**
 * A written configuration with every line of it, as `subject`, and the files that it rests on. The written text has no blob,
 * so its `sha` is empty. Without `files` where it does not fit as a whole: there is nothing to ask then.
 * @param budget input tokens
 */
export function generationContext(ground: ContextGround, written: WrittenFile, budget: number): AiContext {
  const { path, text } = written;
  const repository = ground.repository.patched(new Map([[path, text]]));
  const own: Wanted = { path, role: "subject", form: "every", sha: "", cut: () => [] };
  const wanted = [own, ...belongings({ ...ground, repository, findings: [] }, path)];
  return assemble({ ...ground, repository }, { task: "ci_generation", subject: path, budget, wanted, findings: [] });
}
