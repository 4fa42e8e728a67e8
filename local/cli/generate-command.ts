import type { GenerateOptions } from "../../worker/engine/generate/generate-options.ts";
import { OptionsPreset, toGenerateOptions } from "../../worker/engine/generate/options-preset.ts";
import type { Platform } from "../../worker/engine/pipeline/pipeline.ts";
import { allowOnly, type OptionValues, oneOf, UsageError } from "./usage.ts";

const PLATFORMS = ["github", "gitlab", "circleci"] as const;
const FORMATS = ["text", "json"] as const;

export interface GenerateCommand {
  readonly kind: "generate";
  /** As the user wrote it. */
  readonly dir: string;
  readonly options: GenerateOptions;
  /** The platform whose existing configuration is converted; null to plan from the stack. */
  readonly from: Platform | null;
  /** `text`: the configuration alone; `json`: one object with profile, jobs, notes and problems too. */
  readonly format: (typeof FORMATS)[number];
  /** Write the files into the folder instead of printing them. */
  readonly writes: boolean;
}

/** Throws UsageError. */
export function readGenerateCommand(dirs: readonly string[], values: OptionValues): GenerateCommand {
  allowOnly("generate", values, [
    "platform",
    "from",
    "jobs",
    "versions",
    "deploy",
    "branch",
    "runner",
    "style",
    "component",
    "format",
    "write",
    "replace",
  ]);
  const [dir, ...others] = dirs;
  if (dir === undefined || others.length > 0)
    throw new UsageError("Name one folder, for example: autodevops generate . --platform github");
  if (values.platform === undefined)
    throw new UsageError(`Say for which platform: --platform ${PLATFORMS.join(", --platform ")}.`);
  const platform = oneOf("--platform", values.platform, PLATFORMS);
  return {
    kind: "generate",
    dir,
    options: toGenerateOptions(platform, readPreset(values)),
    from: values.from === undefined ? null : oneOf("--from", values.from, PLATFORMS),
    format: oneOf("--format", values.format ?? "text", FORMATS),
    writes: values.write ?? false,
  };
}

/** Names of the options by the key that they fill. */
const OPTION_OF: Readonly<Record<string, string>> = {
  jobs: "--jobs",
  versions: "--versions",
  deploy: "--deploy",
  default_branch: "--branch",
  runner: "--runner",
  style: "--style",
  components: "--component",
  replaces: "--replace",
};

function readPreset(values: OptionValues): OptionsPreset {
  const given = {
    jobs: list(values.jobs),
    versions: list(values.versions),
    deploy: values.deploy,
    default_branch: values.branch,
    runner: values.runner,
    style: values.style,
    components: values.component,
    replaces: values.replace,
  };
  const preset = OptionsPreset.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  if (preset.success) return preset.data;
  const [issue] = preset.error.issues;
  const option = OPTION_OF[String(issue?.path[0])] ?? "An option";
  throw new UsageError(`${option} is not right: ${issue?.message ?? "it cannot be read"}.`.replace(/\.\.$/, "."));
}

function list(value: string | undefined): string[] | undefined {
  return value?.split(",").map((each) => each.trim());
}
