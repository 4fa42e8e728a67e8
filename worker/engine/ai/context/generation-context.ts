import type { AiContext } from "../context.ts";
import type { ContextGround } from "./ground.ts";
import { contextOf } from "./select-contexts.ts";

/** A configuration that the engine wrote. */
export interface WrittenFile {
  readonly platform: string;
  readonly path: string;
  readonly text: string;
}

/** A written configuration with every line of it, as `subject`, and the files that it rests on. `budget`: input tokens. */
export function generationContext(ground: ContextGround, { path, text }: WrittenFile, _budget: number): AiContext {
  const repository = ground.repository.patched(new Map([[path, text]]));
  return contextOf({ ...ground, repository }, "ci_generation", path);
}
