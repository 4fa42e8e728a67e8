/** Options of generation as the API and templates write them. `null` leaves the choice to what the repository says. */
import * as z from "zod";
import type { Platform } from "../pipeline/pipeline.ts";
import { DEPLOY_TARGETS, type GenerateOptions, JOB_KINDS } from "./generate-options.ts";

const Version = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+_-]{0,30}$/, "Is no version, for example `24` or `3.13`.");
const Branch = z
  .string()
  .regex(/^(?!.*\.\.)[A-Za-z0-9_][\w./-]{0,199}$/, "Is no name of a branch; use letters, digits, `-`, `_`, `.`, `/`.");
const Runner = z
  .string()
  .regex(/^[A-Za-z0-9][\w./:-]{0,99}$/, "Is no runner label; use letters, digits, `-`, `_`, `.`, `/`.");
const Folder = z.string().min(1).max(300);

export const OptionsPreset = z.strictObject({
  jobs: z.array(z.enum(JOB_KINDS)).min(1).max(JOB_KINDS.length).nullable().default(null),
  versions: z.array(Version).min(1).max(10).nullable().default(null),
  deploy: z.enum(DEPLOY_TARGETS).default("none"),
  default_branch: Branch.nullable().default(null),
  runner: Runner.nullable().default(null),
  style: z.enum(["compact", "parallel"]).nullable().default(null),
  components: z.array(Folder).min(1).max(50).nullable().default(null),
  replaces: z.boolean().default(false),
});
export type OptionsPreset = z.output<typeof OptionsPreset>;

export function toGenerateOptions(platform: Platform, preset: OptionsPreset): GenerateOptions {
  const { default_branch: defaultBranch, ...options } = preset;
  return { ...options, platform, defaultBranch };
}
