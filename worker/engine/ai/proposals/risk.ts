/** What a proposed change may bring in besides what it is for. */
export type RiskKind =
  | "unreadable"
  | "yaml_trick"
  | "permission_raised"
  | "trigger"
  | "secret"
  | "variable"
  | "host"
  | "action"
  | "image"
  | "runner"
  | "environment"
  | "condition"
  | "masked_failure"
  | "removed_check"
  | "order"
  | "command"
  | "remote_code"
  | "package_install"
  | "obfuscation"
  | "ai_agent"
  | "untrusted_checkout"
  | "untrusted_text"
  | "credentials"
  | "identity_token"
  | "reusable_workflow"
  | "include"
  | "shell"
  | "limit"
  | "comment"
  | "unneeded";

/** One thing that a change brings in, in our own words: nothing of the change itself stands in `message`, so it may go back to a model. */
export interface Risk {
  readonly kind: RiskKind;
  readonly path: string;
  /** Where in the structure, for people: `jobs.build.steps`. Keys of the file, shortened and without anything but plain characters. */
  readonly place: string;
  readonly message: string;
}
