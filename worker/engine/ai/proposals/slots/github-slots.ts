import { addsOnlyChecks, isAddedCheck } from "./added-checks.ts";
import { isAdded, isPlainName, isShorterLimit, isSwitchedOff } from "./harmless.ts";
import type { SlotTable } from "./slot.ts";

const CONDITION = "It changes when something runs.";
const MASKED = "It lets a failure pass.";
const VARIABLE = "It changes variables that programs read.";
const SHELL = "It changes what runs a script.";
const INPUT = "It changes what an action is told.";
const STEP = "It adds, removes or moves a step.";

/** Steps of jobs and of composite actions alike. */
const stepSlots = (steps: string): SlotTable => [
  { way: `${steps}/[]`, kind: "removed_check", message: STEP, isHarmless: isAddedCheck },
  { way: `${steps}/[]/name`, kind: "unneeded", message: "It changes a name.", isHarmless: isPlainName },
  { way: `${steps}/[]/id`, kind: "order", message: "It changes the id of a step.", isHarmless: isStepId },
  { way: `${steps}/[]/if`, kind: "condition", message: CONDITION },
  { way: `${steps}/[]/uses`, kind: "action", message: "It changes which action runs." },
  { way: `${steps}/[]/run`, kind: "command", message: "It changes what a step runs.", isHarmless: addsOnlyChecks },
  { way: `${steps}/[]/shell`, kind: "shell", message: SHELL },
  { way: `${steps}/[]/working-directory`, kind: "command", message: "It changes where a step runs." },
  { way: `${steps}/[]/with/persist-credentials`, kind: "credentials", message: INPUT, isHarmless: isSwitchedToFalse },
  { way: `${steps}/[]/with`, kind: "unneeded", message: INPUT, isHarmless: onlyDropsCredentials },
  { way: `${steps}/[]/with/**`, kind: "unneeded", message: INPUT },
  { way: `${steps}/[]/env/**`, kind: "variable", message: VARIABLE },
  { way: `${steps}/[]/continue-on-error`, kind: "masked_failure", message: MASKED, isHarmless: isSwitchedOff },
  { way: `${steps}/[]/timeout-minutes`, kind: "limit", message: "It raises a time limit.", isHarmless: isShorterLimit },
];

export const WORKFLOW_SLOTS: SlotTable = [
  { way: "name", kind: "unneeded", message: "It changes a name.", isHarmless: isPlainName },
  { way: "run-name", kind: "unneeded", message: "It changes a name.", isHarmless: isPlainName },
  { way: "on/**", kind: "trigger", message: "It changes when the workflow runs." },
  // Rights are compared as a whole, by job: lowering is no risk.
  { way: "permissions/**", kind: "permission_raised", message: "It changes rights.", isHarmless: isLevel },
  { way: "jobs/*/permissions/**", kind: "permission_raised", message: "It changes rights.", isHarmless: isLevel },
  { way: "env/**", kind: "variable", message: VARIABLE },
  { way: "defaults/**", kind: "shell", message: SHELL },
  { way: "concurrency/**", kind: "order", message: "It changes which runs are cancelled or wait." },
  { way: "jobs", kind: "removed_check", message: "It changes the jobs as a whole." },
  { way: "jobs/*", kind: "removed_check", message: "It adds, removes or renames a job." },
  { way: "jobs/*/name", kind: "unneeded", message: "It changes a name, which a required check may ask for." },
  { way: "jobs/*/needs", kind: "order", message: "It changes what a job waits for.", isHarmless: isAdded },
  { way: "jobs/*/needs/[]", kind: "order", message: "It changes what a job waits for.", isHarmless: isAdded },
  { way: "jobs/*/if", kind: "condition", message: CONDITION },
  { way: "jobs/*/runs-on/**", kind: "runner", message: "It changes the machine that a job runs on." },
  { way: "jobs/*/environment/**", kind: "environment", message: "It changes the environment of a job." },
  { way: "jobs/*/concurrency/**", kind: "order", message: "It changes which runs are cancelled or wait." },
  { way: "jobs/*/outputs/**", kind: "unneeded", message: "It changes what a job hands on." },
  { way: "jobs/*/env/**", kind: "variable", message: VARIABLE },
  { way: "jobs/*/defaults/**", kind: "shell", message: SHELL },
  { way: "jobs/*/timeout-minutes", kind: "limit", message: "It raises a time limit.", isHarmless: isShorterLimit },
  { way: "jobs/*/strategy/**", kind: "removed_check", message: "It changes the matrix of a job." },
  { way: "jobs/*/continue-on-error", kind: "masked_failure", message: MASKED, isHarmless: isSwitchedOff },
  { way: "jobs/*/container/**", kind: "image", message: "It changes the container of a job." },
  { way: "jobs/*/services/**", kind: "image", message: "It changes the services of a job." },
  { way: "jobs/*/uses", kind: "reusable_workflow", message: "It changes which workflow is called." },
  { way: "jobs/*/with/**", kind: "unneeded", message: "It changes what a called workflow is told." },
  { way: "jobs/*/secrets/**", kind: "secret", message: "It changes which secrets a called workflow gets." },
  { way: "jobs/*/steps", kind: "removed_check", message: STEP },
  ...stepSlots("jobs/*/steps"),
];

export const ACTION_SLOTS: SlotTable = [
  { way: "name", kind: "unneeded", message: "It changes a name.", isHarmless: isPlainName },
  { way: "description", kind: "unneeded", message: "It changes a text.", isHarmless: isPlainName },
  ...stepSlots("runs/steps"),
  { way: "runs/**", kind: "command", message: "It changes what the action runs." },
];

function isStepId(change: { readonly before: unknown; readonly after: unknown }): boolean {
  return change.before === undefined && typeof change.after === "string" && /^[A-Za-z_][\w-]{0,60}$/.test(change.after);
}

function isSwitchedToFalse({ after }: { readonly after: unknown }): boolean {
  return after === false || after === "false";
}

function onlyDropsCredentials({ before, after }: { readonly before: unknown; readonly after: unknown }): boolean {
  if (before !== undefined || !(after instanceof Map) || after.size !== 1) return false;
  return isSwitchedToFalse({ after: after.get("persist-credentials") });
}

function isLevel({ after }: { readonly after: unknown }): boolean {
  if (after instanceof Map) return [...after.values()].every((value) => isLevel({ after: value }));
  return after === undefined || after === null || /^(?:read|write|none|read-all|write-all)$/.test(String(after));
}
