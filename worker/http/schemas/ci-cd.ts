import * as z from "zod";
import { OptionsPreset } from "../../engine/generate/options-preset.ts";
import { AiSummary } from "./ai-facts.ts";
import { PullRequest, Receipt } from "./analysis.ts";
import { CommitSha, Id, PageQuery, pageOf, Timestamp } from "./common.ts";
import { StackProfile } from "./stack-profile.ts";

/** Largest configuration that is read or stored, in bytes of UTF-8. */
const MAX_TEXT_BYTES = 256 * 1024;

export const Platform = z.enum(["github", "gitlab", "circleci"]);

export const ConfigurationText = z
  .string()
  .refine((text) => new TextEncoder().encode(text).byteLength <= MAX_TEXT_BYTES, "Send at most 256 KB of text.");

/** Where a platform looks for its configuration; the service says which of them fits the platform. */
export const ConfigurationPath = z
  .string()
  .regex(
    /^(?:\.github\/workflows\/[A-Za-z0-9][\w.-]{0,99}\.ya?ml|\.github\/dependabot\.yml|\.gitlab-ci\.yml|\.circleci\/config\.yml)$/,
    "Is no path of a configuration: `.github/workflows/NAME.yml`, `.gitlab-ci.yml` or `.circleci/config.yml`.",
  );

/** What to write. `null` leaves the choice to what the repository says. */
export const GenerateOptions = OptionsPreset;

/** Id of an organization's template, or `builtin:…`. */
export const TemplateId = z.union([Id, z.string().regex(/^builtin:[a-z0-9-]{1,50}$/, "Is no id of a template.")]);

const ParameterText = z.string().max(500);
/** Values for a template's parameters; which are allowed, the template says. */
export const ParameterValues = z.record(
  z.string().max(50),
  z.union([ParameterText, z.number(), z.boolean(), z.array(ParameterText).max(50)]),
);

/** With a template its options or text count, and `options` must be left out. */
const Request = z.strictObject({
  repository_id: Id,
  platform: Platform,
  options: GenerateOptions.optional(),
  /** Turns the repository's configuration of this platform into one of `platform`, instead of writing one. */
  convert_from: Platform.optional(),
  template_id: TemplateId.optional(),
  parameters: ParameterValues.optional(),
});
export const GenerateBody = Request.extend({
  /** Lets the AI go over what the rules wrote; its text is kept only if it passes every check that theirs passes. */
  ai: z.boolean().default(false),
});
export const PreviewBody = Request;

export const ConfigurationProblem = z
  .object({
    severity: z.enum(["error", "warning"]),
    source: z.enum(["syntax", "schema", "expression", "rule", "reference"]),
    /** Id of the rule, for source `rule`. */
    rule: z.string().nullable(),
    message: z.string(),
    /** From 1; the end is exclusive. */
    line: z.int(),
    column: z.int(),
    end_line: z.int(),
    end_column: z.int(),
  })
  .meta({ id: "ConfigurationProblem" });

/** One of several files has it. */
export const FileProblem = ConfigurationProblem.extend({ path: z.string() }).meta({ id: "FileProblem" });

export const JobExplanation = z
  .object({ id: z.string(), name: z.string(), why: z.string(), commands: z.array(z.string()) })
  .meta({ id: "JobExplanation" });

export const GenerateNote = z
  .object({
    code: z.enum(["up_to_date", "left_out", "uncertain", "set_up", "not_carried", "no_stack"]),
    detail: z.string(),
  })
  .meta({ id: "GenerateNote" });

export const Preview = z
  .object({
    platform: Platform,
    /** The commit that was read; null for a repository without commits. */
    commit: CommitSha.nullable(),
    /** Platforms whose configuration the repository has. */
    existing: z.array(Platform),
    profile: StackProfile,
    /** Empty where the repository has nothing to run. `replaces` says whether a file of this path is there already. */
    files: z.array(z.object({ path: z.string(), text: z.string(), replaces: z.boolean(), diff: z.string() })),
    jobs: z.array(JobExplanation),
    notes: z.array(GenerateNote),
    problems: z.array(FileProblem),
    /** False with an error among the problems, or without a file. */
    valid: z.boolean(),
  })
  .meta({ id: "CiCdPreview" });

export const ValidateBody = z.strictObject({
  platform: Platform,
  path: ConfigurationPath.optional(),
  text: ConfigurationText,
  /** With it, references to files and scripts are looked up there. */
  repository_id: Id.optional(),
});
export const ValidateResult = z
  .object({ valid: z.boolean(), problems: z.array(ConfigurationProblem) })
  .meta({ id: "CiCdValidation" });

export const ArtifactOrigin = z.enum(["rules", "ai", "template", "edited"]);

const ArtifactFacts = z.object({
  id: Id,
  repository_id: Id,
  platform: Platform,
  origin: ArtifactOrigin,
  template: z.object({ id: z.string(), name: z.string(), version: z.int() }).nullable(),
  commit: CommitSha,
  /** Null for an edited one. */
  job_id: Id.nullable(),
  created_at: Timestamp,
  /** The newest pull request that carries it. */
  pull_request: PullRequest.nullable(),
});

export const ArtifactSummary = ArtifactFacts.extend({ paths: z.array(z.string()), jobs_total: z.int() }).meta({
  id: "ArtifactSummary",
});
export const ArtifactPage = pageOf(ArtifactSummary);
export const ArtifactsQuery = PageQuery;

/** A configuration that passed validation: `problems` holds warnings alone. */
export const Artifact = ArtifactFacts.extend({
  repository: z.string(),
  options: GenerateOptions,
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  jobs: z.array(JobExplanation),
  notes: z.array(GenerateNote),
  profile: StackProfile,
  problems: z.array(FileProblem),
  /** What the AI did; null when it was not asked. */
  ai: AiSummary.nullable(),
}).meta({ id: "Artifact" });

/** First `{}` or `{files}` (edited texts of the artifact's files) for a plan that writes nothing, then `{plan_id}` to open its pull request. */
export const ApplyArtifactBody = z.union([
  z.strictObject({ plan_id: Id }),
  z.strictObject({
    files: z
      .array(z.strictObject({ path: ConfigurationPath, text: ConfigurationText }))
      .min(1)
      .max(5)
      .optional(),
  }),
]);

export const ArtifactPlan = z
  .object({
    id: Id,
    artifact_id: Id,
    repository_id: Id,
    state: z.enum(["planned", "opening", "opened"]),
    branch: z.string(),
    base: z.string(),
    base_commit: CommitSha,
    title: z.string(),
    body: z.string(),
    files: z.array(z.object({ path: z.string(), diff: z.string() })),
    receipt: Receipt,
    pull_request: PullRequest.nullable(),
  })
  .meta({ id: "ArtifactPlan" });
