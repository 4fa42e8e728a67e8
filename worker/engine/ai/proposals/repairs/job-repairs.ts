import {
  addsStrictMode,
  locksInstall,
  type ScriptRepair,
  securesAddresses,
  unmasksFailure,
} from "../scripts/repairs.ts";
import { isSwitchedOff } from "../slots/harmless.ts";
import { canonical } from "../structure/tree.ts";
import {
  changesRights,
  dropsMissingNeed,
  groupsRuns,
  keepsOneLabel,
  respellsNeed,
  shrinksMatrix,
  waitsForLess,
  waitsForMore,
} from "./allow-jobs.ts";
import { dropsInputs, isPlainInput, isRenamedVariable, script } from "./allow-steps.ts";
import { addsPullRequests, isRepairedPattern, isRepairedSchedule, isRespeltTrigger } from "./allow-triggers.ts";
import { anyOf, becomes, isRemoved, isRenamedKey, isRespelt, isRetyped, matching, numberIn } from "./allow-values.ts";
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
const bashDefault: Allow = ({ before, after }) =>
  before === undefined && canonical(after) === '{"run":{"shell":"bash"}}';

export const JOB_REPAIRS: Readonly<Record<string, Repair>> = {
  "missing-job-timeout": { slots: [{ way: "jobs/*/timeout-minutes", allow: numberIn(1, 360) }] },
  "missing-workflow-name": { slots: [{ way: "name", allow: matching(/^[\w .,:()/+'-]{1,80}$/), isAnywhere: true }] },
  "invalid-cron": { slots: [{ way: "on/schedule/[]/cron", allow: isRepairedSchedule }] },
  "invalid-trigger": {
    slots: [
      { way: "on/*", allow: isRespeltTrigger },
      { way: "on/*/*", allow: isRespeltTrigger },
      { way: "on/*/types/[]", allow: isRespeltTrigger },
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
  "missing-ci-on-pr": { slots: [{ way: "on/pull_request", allow: addsPullRequests, isAnywhere: true }] },
  "invalid-env-name": { slots: variables(isRenamedVariable) },
  "invalid-permissions": {
    slots: [
      { way: "permissions/*", allow: anyOf(isRenamedKey, isRespelt, isRemoved, becomes("read", "none")) },
      { way: "jobs/*/permissions/*", allow: anyOf(isRenamedKey, isRespelt, isRemoved, becomes("read", "none")) },
      { way: "permissions", allow: (change, scene) => change.after instanceof Map && changesRights(change, scene) },
    ],
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
  "invalid-shell": { slots: shells(matching(SHELL)) },
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
    slots: inputs(anyOf(isRenamedKey, dropsInputs(/^(?!persist-credentials$|.*token).*$/i))),
  },
  "missing-dependency-cache": {
    slots: inputs(isPlainInput(/^cache$/, /^(?:npm|yarn|pnpm|pip|pipenv|poetry|maven|gradle|sbt|true)$/)),
  },
  "artifact-retention": { slots: inputs(isPlainInput(/^retention-days$/, /^[1-9]\d?$/)) },
  "artifact-on-failure": {
    slots: [
      {
        way: "jobs/*/steps/[]/if",
        allow: becomes("failure()", "${{ failure() }}", "!cancelled()", "${{ !cancelled() }}"),
      },
    ],
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
    permits: ["host"],
  },
};
