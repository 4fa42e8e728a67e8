import { COMPILED } from "./compiled.ts";
import { JAVASCRIPT } from "./javascript.ts";
import { PYTHON } from "./python.ts";
import { SCRIPTED } from "./scripted.ts";
import type { Stack } from "./stack.ts";

/** A repository for every stack of the first tier. */
export const STACKS: readonly Stack[] = [...JAVASCRIPT, ...PYTHON, ...COMPILED, ...SCRIPTED];
