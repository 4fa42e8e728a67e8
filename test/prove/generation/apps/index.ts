import type { App } from "./app.ts";
import { COMPILED_APPS } from "./compiled.ts";
import { JAVASCRIPT_APPS } from "./javascript.ts";
import { SCRIPTED_APPS } from "./scripted.ts";

/** Repositories whose generated pipelines are really executed. */
export const APPS: readonly App[] = [...COMPILED_APPS, ...SCRIPTED_APPS, ...JAVASCRIPT_APPS];
