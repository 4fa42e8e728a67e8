import { addsOnlyChecks, isAddedCheck } from "./added-checks.ts";
import { isSameRun, isSwitchedOff } from "./harmless.ts";
import type { SlotTable } from "./slot.ts";

const INCLUDE = "It changes which configuration of others is read.";
const VARIABLE = "It changes variables that programs read.";
const IMAGE = "It changes the image that a job runs in.";
const SCRIPT = "It changes what a job runs.";
const JOB = "It adds, removes or renames a job.";

const gitlabJob = (job: string): SlotTable => [
  { way: `${job}script`, kind: "command", message: SCRIPT, isHarmless: addsOnlyChecks },
  { way: `${job}before_script`, kind: "command", message: SCRIPT, isHarmless: addsOnlyChecks },
  { way: `${job}after_script`, kind: "command", message: SCRIPT, isHarmless: addsOnlyChecks },
  { way: `${job}variables/**`, kind: "variable", message: VARIABLE },
  { way: `${job}image/**`, kind: "image", message: IMAGE },
  { way: `${job}services/**`, kind: "image", message: IMAGE },
  { way: `${job}tags/**`, kind: "runner", message: "It changes the machine that a job runs on." },
  { way: `${job}cache/**`, kind: "unneeded", message: "It changes what is kept between runs." },
];

export const GITLAB_SLOTS: SlotTable = [
  { way: "include/**", kind: "include", message: INCLUDE },
  { way: "spec/**", kind: "include", message: INCLUDE },
  { way: "workflow/**", kind: "trigger", message: "It changes when the pipeline runs." },
  { way: "stages/**", kind: "order", message: "It changes the order of the jobs." },
  ...gitlabJob(""),
  ...gitlabJob("*/"),
  { way: "*", kind: "removed_check", message: JOB },
  { way: "*/rules/**", kind: "condition", message: "It changes when a job runs." },
  { way: "*/only/**", kind: "condition", message: "It changes when a job runs." },
  { way: "*/except/**", kind: "condition", message: "It changes when a job runs." },
  { way: "*/when", kind: "condition", message: "It changes when a job runs." },
  { way: "*/allow_failure", kind: "masked_failure", message: "It lets a failure pass.", isHarmless: isSwitchedOff },
  { way: "*/needs/**", kind: "order", message: "It changes what a job waits for." },
  { way: "*/dependencies/**", kind: "order", message: "It changes what a job gets from others." },
  { way: "*/stage", kind: "order", message: "It changes the order of the jobs." },
  { way: "*/environment/**", kind: "environment", message: "It changes the environment of a job." },
  { way: "*/secrets/**", kind: "secret", message: "It changes the secrets of a job." },
  { way: "*/id_tokens/**", kind: "identity_token", message: "It changes the identity tokens of a job." },
  { way: "*/trigger/**", kind: "include", message: INCLUDE },
  { way: "*/extends/**", kind: "include", message: INCLUDE },
  { way: "*/inherit/**", kind: "include", message: INCLUDE },
  { way: "*/timeout", kind: "limit", message: "It changes a time limit." },
];

export const CIRCLECI_SLOTS: SlotTable = [
  { way: "orbs/**", kind: "include", message: "It changes which orbs are read." },
  { way: "setup", kind: "trigger", message: "It changes how the pipeline starts." },
  { way: "jobs/*", kind: "removed_check", message: JOB },
  { way: "jobs/*/docker/**", kind: "image", message: IMAGE },
  { way: "jobs/*/machine/**", kind: "runner", message: "It changes the machine that a job runs on." },
  { way: "jobs/*/macos/**", kind: "runner", message: "It changes the machine that a job runs on." },
  { way: "jobs/*/resource_class", kind: "runner", message: "It changes the machine that a job runs on." },
  { way: "jobs/*/executor/**", kind: "runner", message: "It changes the machine that a job runs on." },
  { way: "jobs/*/environment/**", kind: "variable", message: VARIABLE },
  { way: "jobs/*/shell", kind: "shell", message: "It changes what runs a script." },
  { way: "jobs/*/steps/[]/run/command", kind: "command", message: SCRIPT, isHarmless: addsOnlyChecks },
  { way: "jobs/*/steps/[]", kind: "command", message: "It changes the steps of a job.", isHarmless: isAddedCheck },
  { way: "jobs/*/steps/**", kind: "command", message: "It changes the steps of a job." },
  { way: "executors/**", kind: "image", message: IMAGE },
  { way: "commands/**", kind: "command", message: "It changes a shared command." },
  { way: "workflows/**", kind: "trigger", message: "It changes which jobs run, when, and with which context." },
];

export const DEPENDABOT_SLOTS: SlotTable = [
  { way: "registries/**", kind: "secret", message: "It changes the registries." },
  { way: "updates/[]", kind: "removed_check", message: "It adds or removes updates of a folder." },
];

export const DOCKER_SLOTS: SlotTable = [
  { way: "[]/FROM", kind: "image", message: "It changes a base image." },
  { way: "[]/USER", kind: "permission_raised", message: "It changes the user that programs run as." },
  { way: "[]/RUN", kind: "command", message: "It changes what the build runs.", isHarmless: isSameRun },
  { way: "[]/ADD", kind: "remote_code", message: "It changes what is put into the image." },
  { way: "[]/COPY", kind: "credentials", message: "It changes what is put into the image." },
  { way: "[]/ENTRYPOINT", kind: "command", message: "It changes what the image runs." },
  { way: "[]/CMD", kind: "command", message: "It changes what the image runs." },
  { way: "[]/HEALTHCHECK", kind: "command", message: "It changes what the image runs." },
  { way: "[]/SHELL", kind: "shell", message: "It changes what runs a script." },
  { way: "[]/ENV", kind: "variable", message: VARIABLE },
  { way: "[]/ARG", kind: "variable", message: VARIABLE },
  { way: "[]", kind: "removed_check", message: "It adds, removes or moves an instruction." },
];
