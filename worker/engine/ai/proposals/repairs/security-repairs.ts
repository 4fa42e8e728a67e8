import { movesToOutputFile, outputsInsteadOfEnvironment } from "../scripts/repairs.ts";
import { isForMembers, isGuarded, isRepairedExpression } from "./allow-expressions.ts";
import { changesRights, groupsRuns, movesToHosted, pinsSameAction } from "./allow-jobs.ts";
import {
  dropsHead,
  dropsInputs,
  isMovedVariable,
  isPlainInput,
  readsOutputs,
  script,
  takesOut,
} from "./allow-steps.ts";
import { losesPrivilege } from "./allow-triggers.ts";
import { added, anyOf, isRemoved, matching } from "./allow-values.ts";
import type { Allow, Repair, RepairSlot } from "./repair.ts";

const RIGHTS: readonly RepairSlot[] = [
  { way: "permissions/**", allow: changesRights, isAnywhere: true },
  { way: "jobs/*/permissions/**", allow: changesRights },
];
const GUARD: readonly RepairSlot[] = [
  { way: "jobs/*/if", allow: isGuarded },
  { way: "jobs/*/steps/[]/if", allow: isGuarded },
];
const NO_CREDENTIALS = isPlainInput(/^persist-credentials$/, /^false$/);

/** A privileged run of a stranger's code ends: another event, the base's code, fewer rights, or only members. */
const UNTRUSTED: Repair = {
  slots: [
    { way: "on/*", allow: losesPrivilege, isAnywhere: true },
    { way: "jobs/*/steps/[]/with", allow: anyOf(dropsHead, NO_CREDENTIALS) },
    { way: "jobs/*/steps/[]/with/*", allow: anyOf(dropsHead, NO_CREDENTIALS) },
    { way: "concurrency", allow: groupsRuns, isAnywhere: true },
    ...RIGHTS,
    { way: "jobs/*/if", allow: isForMembers },
  ],
  permits: ["untrusted_text", "untrusted_checkout"],
};

/** What strangers write stands in a variable, where no shell reads it as code. */
const TAKEN_OUT: readonly RepairSlot[] = [
  { way: "jobs/*/steps/[]/run", allow: takesOut },
  { way: "jobs/*/steps/[]/with/script", allow: takesOut },
  { way: "jobs/*/steps/[]/env", allow: isMovedVariable },
  { way: "jobs/*/steps/[]/env/*", allow: isMovedVariable },
  { way: "runs/steps/[]/run", allow: takesOut },
  { way: "runs/steps/[]/env", allow: isMovedVariable },
  { way: "runs/steps/[]/env/*", allow: isMovedVariable },
];

const OUTPUT_FILE: Repair = {
  slots: [
    { way: "jobs/*/steps/[]/run", allow: script(movesToOutputFile) },
    { way: "runs/steps/[]/run", allow: script(movesToOutputFile) },
  ],
  permits: ["variable"],
};

const leavesCmd: Allow = ({ before, after }) => before === "cmd" && (after === "bash" || after === "pwsh");

export const SECURITY_REPAIRS: Readonly<Record<string, Repair>> = {
  "dangerous-trigger": UNTRUSTED,
  "untrusted-checkout": UNTRUSTED,
  "untrusted-checkout-exec": UNTRUSTED,
  "confused-deputy-auto-merge": { slots: GUARD, permits: ["untrusted_text", "untrusted_checkout"] },
  "deploy-from-pull-request": { slots: GUARD, permits: ["untrusted_text", "untrusted_checkout"] },
  "self-hosted-runner-on-pr": {
    slots: [
      { way: "jobs/*/runs-on/**", allow: movesToHosted },
      { way: "jobs/*/if", allow: isForMembers },
    ],
    permits: ["untrusted_text", "untrusted_checkout"],
  },
  "self-hosted-runner": { slots: [{ way: "jobs/*/runs-on/**", allow: movesToHosted }] },
  "expensive-runner": { slots: [{ way: "jobs/*/runs-on/**", allow: movesToHosted }] },
  "template-injection": { slots: TAKEN_OUT },
  "env-file-injection": {
    slots: [
      { way: "jobs/*/steps/[]/run", allow: script(outputsInsteadOfEnvironment) },
      { way: "jobs/*/steps/[]/id", allow: added(matching(/^[A-Za-z_][\w-]{0,60}$/)) },
      { way: "jobs/*/steps/[]/env", allow: readsOutputs },
      { way: "jobs/*/steps/[]/env/*", allow: readsOutputs },
    ],
  },
  "missing-permissions": { slots: RIGHTS },
  "excessive-permissions": { slots: RIGHTS },
  "undocumented-permissions": { slots: [] },
  "checkout-persist-credentials": {
    slots: [
      { way: "jobs/*/steps/[]/with", allow: NO_CREDENTIALS },
      { way: "jobs/*/steps/[]/with/*", allow: NO_CREDENTIALS },
      { way: "runs/steps/[]/with", allow: NO_CREDENTIALS },
      { way: "runs/steps/[]/with/*", allow: NO_CREDENTIALS },
    ],
  },
  "spoofable-bot-check": {
    slots: [
      {
        way: "jobs/**",
        allow: (change, scene) => {
          const { before, after } = change;
          if (typeof before !== "string" || typeof after !== "string" || change.way.at(-1) !== "if") return false;
          const actor = /\bgithub\.(?:triggering_)?actor\b/g;
          const asked = before.replaceAll(actor, "github.event.pull_request.user.login");
          return asked === after || (actor.test(before) && isRepairedExpression({ ...change, before: asked }, scene));
        },
      },
    ],
    permits: ["untrusted_text"],
  },
  "invalid-action-reference": {
    slots: [
      { way: "jobs/*/steps/[]/uses", allow: pinsSameAction },
      { way: "runs/steps/[]/uses", allow: pinsSameAction },
    ],
    permits: ["action"],
  },
  "unpinned-action": {
    slots: [
      { way: "jobs/*/steps/[]/uses", allow: pinsSameAction },
      { way: "runs/steps/[]/uses", allow: pinsSameAction },
    ],
    permits: ["action"],
  },
  "deprecated-workflow-command": OUTPUT_FILE,
  "insecure-workflow-commands": OUTPUT_FILE,
  "debug-logging-enabled": {
    slots: [
      { way: "env/*", allow: dropsInputs(/^ACTIONS_(?:STEP|RUNNER)_DEBUG$/) },
      { way: "jobs/*/env/*", allow: dropsInputs(/^ACTIONS_(?:STEP|RUNNER)_DEBUG$/) },
      { way: "jobs/*/steps/[]/env/*", allow: dropsInputs(/^ACTIONS_(?:STEP|RUNNER)_DEBUG$/) },
    ],
  },
  "deploy-without-concurrency": {
    slots: [
      { way: "jobs/*/concurrency", allow: groupsRuns },
      { way: "concurrency", allow: groupsRuns, isAnywhere: true },
    ],
    permits: ["untrusted_checkout"],
  },
  "discouraged-feature": {
    slots: [
      { way: "jobs/*/steps/[]/shell", allow: leavesCmd },
      { way: "jobs/*/defaults/run/shell", allow: leavesCmd },
      { way: "defaults/run/shell", allow: leavesCmd },
      { way: "jobs/*/steps/[]/with/pip-install", allow: isRemoved },
    ],
  },
};
