import {
  addsStrictMode,
  locksInstall,
  type ScriptRepair,
  securesAddresses,
  unmasksFailure,
} from "../scripts/repairs.ts";
import { isSwitchedOff } from "../slots/harmless.ts";
import { canonical, isMap, textAt } from "../structure/tree.ts";
import {
  dropsMissingNeed,
  groupsRuns,
  keepsOneLabel,
  respellsNeed,
  shrinksMatrix,
  waitsForLess,
  waitsForMore,
} from "./allow-jobs.ts";
import { dropsInputs, isPlainInput, isRenamedVariable, script, stepOf } from "./allow-steps.ts";
import { addsPullRequests, isRepairedPattern, isRepairedSchedule, isRespeltTrigger } from "./allow-triggers.ts";
import {
  anyOf,
  becomes,
  isNamedOne,
  isRemoved,
  isRenamedKey,
  isRespelt,
  isRetyped,
  matching,
  numberIn,
} from "./allow-values.ts";
import type { Allow, Repair, RepairSlot } from "./repair.ts";

/** A script of any platform. */
const scripts = (...repairs: readonly ScriptRepair[]): readonly RepairSlot[] =>
  [
    "jobs/*/steps/[]/run",
    "runs/steps/[]/run",
    "jobs/*/steps/[]/run/command",
    "commands/*/steps/[]/run/command",
    "*/script",
    "*/before_script",
    "*/after_script",
    "before_script",
    "after_script",
    "[]/RUN",
  ].map((way) => ({ way, allow: script(...repairs) }));

const shells = (allow: Allow): readonly RepairSlot[] =>
  ["jobs/*/steps/[]/shell", "jobs/*/defaults/run/shell", "defaults/run/shell", "runs/steps/[]/shell"].map((way) => ({
    way,
    allow,
  }));

const inputs = (allow: Allow): readonly RepairSlot[] =>
  ["jobs/*/steps/[]/with", "jobs/*/steps/[]/with/*", "runs/steps/[]/with", "runs/steps/[]/with/*"].map((way) => ({
    way,
    allow,
  }));

const variables = (allow: Allow): readonly RepairSlot[] =>
  ["env/*", "jobs/*/env/*", "jobs/*/steps/[]/env/*"].map((way) => ({ way, allow }));

const SHELL = /^(?:bash|sh|pwsh)$/;
const HOSTED_LABEL = /^(?:ubuntu|windows|macos)-(?:latest|\d+(?:\.\d+)?)$/;
const KNOWN_SHELLS = new Set<unknown>([undefined, "bash", "sh", "pwsh", "powershell", "python", "cmd"]);
/** A shell that no runner has becomes one that is. */
const replacesShell: Allow = ({ before, after }) => !KNOWN_SHELLS.has(before) && SHELL.test(String(after));
const onlyReads: Allow = ({ after }) =>
  isMap(after) &&
  [...after].every(([scope, level]) => /^[a-z-]{3,30}$/.test(scope) && (level === "read" || level === "none"));
/** Reports are kept when the tests before them failed. */
const uploadsAnyway: Allow = (change) =>
  textAt(stepOf(change)?.before, "uses").startsWith("actions/upload-artifact@") &&
  /^(?:\$\{\{ ?)?(?:!cancelled|failure)\(\)(?: ?\}\})?$/.test(String(change.after));
const bashDefault: Allow = ({ before, after }) =>
  before === undefined && canonical(after) === '{"run":{"shell":"bash"}}';

/** What runs for pull requests from now on should not run for each of their commits to the end. */
const PULL_REQUEST_GROUP: RepairSlot = { way: "concurrency", allow: groupsRuns, isAnywhere: true };

export const JOB_REPAIRS: Readonly<Record<string, Repair>> = {
  "missing-job-timeout": { slots: [{ way: "jobs/*/timeout-minutes", allow: numberIn(1, 360) }] },
  "missing-workflow-name": { slots: [{ way: "name", allow: matching(/^[\w .,:()/+'-]{1,80}$/), isAnywhere: true }] },
  "invalid-cron": { slots: [{ way: "on/schedule/[]/cron", allow: isRepairedSchedule }] },
  "invalid-trigger": {
    slots: [
      { way: "on/*", allow: isRespeltTrigger },
      { way: "on/*/*", allow: isRespeltTrigger },
      { way: "on/*/types/[]", allow: isRespeltTrigger },
      PULL_REQUEST_GROUP,
    ],
  },
  "invalid-glob-pattern": {
    slots: [
      { way: "on/*/*/[]", allow: isRepairedPattern },
      { way: "on/*/*", allow: isRepairedPattern },
    ],
  },
  "invalid-workflow-input": {
    slots: [
      { way: "on/*/inputs/*/type", allow: matching(/^(?:string|number|boolean|choice|environment)$/) },
      { way: "on/*/inputs/*/default", allow: anyOf(isRetyped, isRespelt, isRemoved) },
      { way: "on/*/inputs/*/required", allow: isRetyped },
      { way: "on/*/inputs/*/*", allow: isRenamedKey },
    ],
  },
  "missing-ci-on-pr": {
    slots: [{ way: "on/pull_request", allow: addsPullRequests, isAnywhere: true }, PULL_REQUEST_GROUP],
  },
  "invalid-env-name": { slots: variables(isRenamedVariable) },
  "invalid-permissions": {
    slots: [
      { way: "permissions/*", allow: anyOf(isRenamedKey, isRespelt, isRemoved, becomes("read", "none")) },
      { way: "jobs/*/permissions/*", allow: anyOf(isRenamedKey, isRespelt, isRemoved, becomes("read", "none")) },
      { way: "permissions", allow: onlyReads },
    ],
    permits: ["permission_raised"],
  },
  "invalid-job-needs": {
    slots: [
      { way: "jobs/*/needs", allow: anyOf(dropsMissingNeed, waitsForLess) },
      { way: "jobs/*/needs/[]", allow: anyOf(dropsMissingNeed, respellsNeed, waitsForLess) },
    ],
  },
  "serial-jobs": {
    slots: [
      { way: "jobs/*/needs", allow: waitsForLess },
      { way: "jobs/*/needs/[]", allow: waitsForLess },
    ],
  },
  "deploy-without-tests": {
    slots: [
      { way: "jobs/*/needs", allow: waitsForMore },
      { way: "jobs/*/needs/[]", allow: waitsForMore },
    ],
  },
  "missing-needs-output": {
    slots: [
      { way: "jobs/*/needs", allow: waitsForMore },
      { way: "jobs/*/needs/[]", allow: waitsForMore },
    ],
  },
  "missing-concurrency": {
    slots: [{ way: "concurrency", allow: groupsRuns, isAnywhere: true }],
    permits: ["untrusted_checkout"],
  },
  "invalid-shell": { slots: shells(replacesShell) },
  "windows-shell-assumption": {
    slots: [...shells(becomes("bash")), { way: "jobs/*/defaults", allow: bashDefault }],
  },
  "conflicting-runner-labels": {
    slots: [
      { way: "jobs/*/runs-on/**", allow: keepsOneLabel },
      { way: "jobs/*/strategy", allow: keepsOneLabel },
    ],
  },
  "unknown-runner-label": { slots: [{ way: "jobs/*/runs-on/**", allow: anyOf(isRespelt, matching(HOSTED_LABEL)) }] },
  "workflow-missing-key": {
    slots: [
      {
        way: "jobs/*/runs-on",
        allow: ({ before, after }) =>
          before === undefined && Array.isArray(after) && after.length === 1 && HOSTED_LABEL.test(String(after[0])),
      },
      { way: "runs/steps/[]/shell", allow: matching(SHELL) },
    ],
  },
  "oversized-matrix": { slots: [{ way: "jobs/*/strategy/matrix/**", allow: shrinksMatrix }] },
  "matrix-fail-fast": { slots: [{ way: "jobs/*/strategy/fail-fast", allow: becomes(true, false) }] },
  "invalid-action-inputs": {
    slots: inputs(anyOf(isRenamedKey, isNamedOne)),
  },
  "missing-dependency-cache": {
    slots: inputs(isPlainInput(/^cache$/, /^(?:npm|yarn|pnpm|pip|pipenv|poetry|maven|gradle|sbt|true)$/)),
  },
  "artifact-retention": { slots: inputs(isPlainInput(/^retention-days$/, /^[1-9]\d?$/)) },
  "artifact-on-failure": {
    slots: [{ way: "jobs/*/steps/[]/if", allow: uploadsAnyway }],
    permits: ["condition"],
  },
  "full-clone": { slots: inputs(dropsInputs(/^fetch-depth$/)) },
  "docker-build-without-layer-cache": {
    slots: inputs(isPlainInput(/^cache-(?:from|to)$/, /^type=gha(?:,mode=(?:min|max))?$/)),
  },
  "masked-failure": {
    slots: [
      { way: "jobs/*/continue-on-error", allow: isSwitchedOff },
      { way: "jobs/*/steps/[]/continue-on-error", allow: isSwitchedOff },
      ...scripts(unmasksFailure),
    ],
  },
  "pipe-failure-ignored": { slots: [...scripts(addsStrictMode), ...shells(becomes("bash"))] },
  "unlocked-dependency-install": { slots: scripts(locksInstall) },
  "insecure-url-scheme": {
    slots: [...scripts(securesAddresses), ...variables(script(securesAddresses))],
  },
};
