/** What a reader chose on the generator's page, and the request that it makes. */
import type { GenerateOptions, GenerateRequest } from "../../api-types.ts";

export type Platform = GenerateRequest["platform"];
type ParameterValue = NonNullable<GenerateRequest["parameters"]>[string];
export type JobKind = NonNullable<GenerateOptions["jobs"]>[number];

/** Held by a store, which has no way to write what is `readonly`. */
export type Choices = {
  platform: Platform;
  /** Convert this platform's configuration instead of writing one; null for the stack. */
  from: Platform | null;
  /** Take what this template says instead of the options below; null for none. */
  template: string | null;
  parameters: Readonly<Record<string, ParameterValue>>;
  jobs: readonly JobKind[];
  deploy: NonNullable<GenerateOptions["deploy"]>;
  style: "auto" | "compact" | "parallel";
  versions: string;
  branch: string;
  runner: string;
  replaces: boolean;
  /** Lets the AI go over what is written for good; previews are the rules' own. */
  ai: boolean;
};

export const FIRST_CHOICES: Choices = {
  platform: "github",
  from: null,
  template: null,
  parameters: {},
  jobs: [],
  deploy: "none",
  style: "auto",
  versions: "",
  branch: "",
  runner: "",
  replaces: false,
  ai: false,
};

/** The parameters with one more, or without the one that has no value. */
export function withParameter(
  parameters: Choices["parameters"],
  name: string,
  value: ParameterValue | null,
): Choices["parameters"] {
  const { [name]: _, ...rest } = parameters;
  return value === null ? rest : { ...rest, [name]: value };
}

/** The body of a preview or of the real thing. A target to deploy to asks for its jobs by itself. */
export function requestOf(repositoryId: string, choices: Choices): GenerateRequest {
  const { platform, template, parameters } = choices;
  if (template !== null) {
    return { repository_id: repositoryId, platform, template_id: template, parameters: { ...parameters } };
  }
  const versions = choices.versions.split(/[\s,]+/).filter((version) => version !== "");
  const options: GenerateOptions = {
    deploy: choices.deploy,
    replaces: choices.replaces,
    ...(choices.jobs.length > 0 ? { jobs: [...choices.jobs] } : {}),
    ...(choices.style === "auto" ? {} : { style: choices.style }),
    ...(versions.length > 0 ? { versions } : {}),
    ...(choices.branch.trim() === "" ? {} : { default_branch: choices.branch.trim() }),
    ...(choices.runner.trim() === "" ? {} : { runner: choices.runner.trim() }),
  };
  const request = { repository_id: repositoryId, platform, options };
  return choices.from === null ? request : { ...request, convert_from: choices.from };
}
