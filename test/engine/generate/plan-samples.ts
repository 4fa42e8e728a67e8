import type { Component } from "../../../worker/engine/profile/stack-profile.ts";
import { COMPILED_SAMPLES } from "./plan-samples-compiled.ts";
import { FURTHER_SAMPLES } from "./plan-samples-further.ts";
import { JAVASCRIPT_SAMPLES } from "./plan-samples-javascript.ts";
import { PYTHON_SAMPLES } from "./plan-samples-python.ts";

/** What is planned for a component: by job id its tools and what it runs. */
export interface Sample {
  readonly name: string;
  readonly component: Component;
  readonly jobs: Readonly<Record<string, readonly [tools: readonly string[], runs: readonly string[]]>>;
}

export const SAMPLES: readonly Sample[] = [
  ...JAVASCRIPT_SAMPLES,
  ...PYTHON_SAMPLES,
  ...COMPILED_SAMPLES,
  ...FURTHER_SAMPLES,
];
