/** The form of a lookups file: docs/lookups.md describes it for people. Keys are snake_case, instants ISO 8601. */
import * as z from "zod";
import { SEVERITIES } from "../../worker/engine/finding.ts";

const Sha = z.string().regex(/^[0-9a-f]{40}$/, "must be a full commit id, 40 lowercase hex digits");
const Names = z.array(z.string());
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Metadata = z
  .strictObject({
    using: z.string(),
    inputs: z.record(
      z.string(),
      z.strictObject({
        required: z.boolean().default(false),
        has_default: z.boolean().default(false),
        deprecation: z.string().nullable().default(null),
      }),
    ),
    outputs: Names.nullable().default(null),
  })
  .transform(({ using, inputs, outputs }) => ({
    using,
    outputs,
    inputs: Object.entries(inputs).map(([name, { required, has_default, deprecation }]) => ({
      name,
      required,
      hasDefault: has_default,
      deprecation,
    })),
  }));

/** What is known of `owner/repo@ref`; a text alone is its commit. */
export const RefEntry = z.union([
  Sha.transform((sha) => ({ sha })),
  z.strictObject({
    sha: Sha.optional(),
    tag: z.string().nullable().optional(),
    tags: Names.optional(),
    kinds: z.array(z.enum(["branch", "tag"])).optional(),
    origin: z.enum(["repository", "fork"]).optional(),
    metadata: Metadata.optional(),
  }),
]);

const Advisory = z
  .strictObject({
    id: z.string(),
    severity: z.enum(SEVERITIES),
    summary: z.string(),
    ranges: Names,
    first_patched: z.string().nullable().default(null),
  })
  .transform(({ first_patched: firstPatched, ...rest }) => ({ ...rest, firstPatched }));

const ActionRepository = z
  .strictObject({
    archived: z.boolean().default(false),
    verified_creator: z.boolean().nullable().default(null),
    releases: z
      .array(z.strictObject({ tag: z.string().nullable(), sha: Sha, at: Instant.nullable().default(null) }))
      .default([]),
  })
  .transform(({ verified_creator: verifiedCreator, ...rest }) => ({ ...rest, verifiedCreator }));

const Settings = z
  .strictObject({
    visibility: z.enum(["public", "private", "internal"]).nullable().default(null),
    full_name: z.string().nullable().default(null),
    default_token_writes: z.boolean().nullable().default(null),
    actions_may_approve: z.boolean().nullable().default(null),
    allowed_actions: z.enum(["all", "local_only", "selected"]).nullable().default(null),
    fork_approval: z.enum(["none", "first_time_new", "first_time", "all"]).nullable().default(null),
    fork_secrets: z.boolean().nullable().default(null),
    fork_write_token: z.boolean().nullable().default(null),
  })
  .transform((settings) => ({
    visibility: settings.visibility,
    fullName: settings.full_name,
    defaultTokenWrites: settings.default_token_writes,
    actionsMayApprove: settings.actions_may_approve,
    allowedActions: settings.allowed_actions,
    forkApproval: settings.fork_approval,
    forkSecrets: settings.fork_secrets,
    forkWriteToken: settings.fork_write_token,
  }));

const BranchRules = z
  .strictObject({ required_reviews: z.int().min(0).default(0), required_checks: Names.default([]) })
  .transform((rules) => ({ requiredReviews: rules.required_reviews, requiredChecks: rules.required_checks }));

const Environment = z
  .strictObject({
    secrets: Names.default([]),
    variables: Names.default([]),
    is_protected: z.boolean().default(false),
  })
  .transform(({ is_protected: isProtected, ...rest }) => ({ ...rest, isProtected }));

const StoredNames = z
  .strictObject({
    secrets: Names.default([]),
    organization_secrets: Names.default([]),
    variables: Names.default([]),
    environments: z.record(z.string(), Environment).default({}),
  })
  .transform(({ organization_secrets: organizationSecrets, ...rest }) => ({ ...rest, organizationSecrets }));

const Job = z
  .strictObject({ name: z.string(), conclusion: z.string().nullable(), duration_ms: z.number().min(0) })
  .transform(({ duration_ms: durationMs, ...rest }) => ({ ...rest, durationMs }));

const Run = z
  .strictObject({
    commit: z.string(),
    event: z.string(),
    branch: z.string(),
    conclusion: z.string().nullable(),
    started_at: Instant,
    duration_ms: z.number().min(0),
    attempt: z.int().min(1).default(1),
    jobs: z.array(Job).default([]),
  })
  .transform(({ started_at: startedAt, duration_ms: durationMs, ...rest }) => ({ ...rest, startedAt, durationMs }));

const History = z
  .strictObject({
    state: z.enum(["active", "disabled"]).default("active"),
    changed_at: Instant.nullable().default(null),
    runs: z.array(Run).default([]),
  })
  .transform(({ changed_at: changedAt, ...rest }) => ({ ...rest, changedAt }));

const Policy = z
  .strictObject({
    allowed_actions: Names.nullable().default(null),
    denied_actions: Names.default([]),
    trusted_owners: Names.default([]),
    runner_labels: Names.nullable().default(null),
    runner_replacements: z.record(z.string(), z.string()).default({}),
  })
  .transform((policy) => ({
    allowedActions: policy.allowed_actions,
    deniedActions: policy.denied_actions,
    trustedOwners: policy.trusted_owners,
    runnerLabels: policy.runner_labels,
    runnerReplacements: policy.runner_replacements,
  }));

const Member = z
  .strictObject({
    full_name: z.string(),
    languages: Names.default([]),
    actions: z.record(z.string(), Names).default({}),
    workflows: z.record(z.string(), z.string()).default({}),
    blocks: Names.default([]),
    job_kinds: Names.default([]),
    passes: Names.default([]),
  })
  .transform(({ full_name: fullName, job_kinds: jobKinds, ...rest }) => ({ ...rest, fullName, jobKinds }));

const Governed = z
  .strictObject({ path: z.string(), key_path: Names, approved: z.string() })
  .transform(({ key_path: keyPath, ...rest }) => ({ ...rest, keyPath }));

/** Everything besides the entries of refs, which may also stand at the top level. */
export const Sections = z.object({
  refs: z.record(z.string(), RefEntry).default({}),
  images: z
    .record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be `sha256:` and 64 hex digits"))
    .default({}),
  advisories: z.record(z.string(), z.array(Advisory)).default({}),
  repositories: z.record(z.string(), ActionRepository).default({}),
  tools: z.record(z.string(), z.string()).default({}),
  settings: Settings.optional(),
  branches: Names.optional(),
  branch_rules: z.record(z.string(), BranchRules).default({}),
  stored_names: StoredNames.optional(),
  history: z.record(z.string(), History).default({}),
  policy: Policy.optional(),
  platform: z
    .strictObject({ kind: z.enum(["github", "ghes", "gitlab"]), version: z.string().nullable().default(null) })
    .optional(),
  fleet: z.strictObject({ members: z.array(Member).default([]), governed: z.array(Governed).default([]) }).optional(),
});
