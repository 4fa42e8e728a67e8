/** What a job of kind `ci_generation` is asked for, as its row holds it. */
import * as z from "zod";
import { OptionsPreset } from "../../engine/generate/options-preset.ts";

const Platform = z.enum(["github", "gitlab", "circleci"]);

const Request = z.object({
  platform: Platform,
  /** What counts without a template. */
  options: OptionsPreset,
  /** Turns the configuration of this platform into one of `platform`. */
  convertFrom: Platform.nullable(),
  /** One version of a template, which is never changed. */
  template: z.object({ id: z.string(), version: z.int() }).nullable(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  /** Lets the AI go over what the rules wrote. */
  ai: z.boolean().default(false),
});
export type GenerationRequest = z.output<typeof Request>;

const Input = z.object({ request: Request, key: z.string() });

/** Reads a job's `input`. We wrote it, so text that does not fit is a bug and throws. */
export function readGenerationInput(input: string): z.output<typeof Input> {
  return Input.parse(JSON.parse(input));
}
