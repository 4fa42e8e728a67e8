import { unmasksFailure } from "../scripts/repairs.ts";
import { isSwitchedOff } from "../slots/harmless.ts";
import { canonical } from "../structure/tree.ts";
import {
  filtersBranches,
  isLifetime,
  namesCacheByFiles,
  restrictsRules,
  retriesMachine,
  smallerClass,
  startsEarlier,
} from "./allow-elsewhere.ts";
import { script } from "./allow-steps.ts";
import { becomes, matching, numberIn } from "./allow-values.ts";
import type { Allow, Repair } from "./repair.ts";

const waitsDays: Allow = ({ before, after }) =>
  before === undefined && /^\{"default-days":[1-9]\d?\}$/.test(canonical(after));
const MINUTES = /^\d{1,3} ?(?:m|min|minutes?)$/;

export const OTHER_REPAIRS: Readonly<Record<string, Repair>> = {
  "gitlab-allow-failure-tests": {
    slots: [
      { way: "*/allow_failure", allow: isSwitchedOff },
      { way: "*/script", allow: script(unmasksFailure) },
    ],
  },
  "gitlab-stage-serial": { slots: [{ way: "*/needs", allow: startsEarlier }] },
  "gitlab-missing-timeout-retry": {
    slots: [
      { way: "*/timeout", allow: matching(MINUTES) },
      { way: "*/retry", allow: retriesMachine },
      { way: "default/timeout", allow: matching(MINUTES), isAnywhere: true },
      { way: "default/retry", allow: retriesMachine, isAnywhere: true },
    ],
  },
  "gitlab-not-interruptible": {
    slots: [
      { way: "*/interruptible", allow: becomes(true) },
      { way: "default/interruptible", allow: becomes(true), isAnywhere: true },
    ],
  },
  "gitlab-artifacts-never-expire": { slots: [{ way: "*/artifacts/expire_in", allow: isLifetime }] },
  "gitlab-cache-without-key-files": {
    slots: [
      { way: "*/cache/key", allow: namesCacheByFiles },
      { way: "cache/key", allow: namesCacheByFiles },
    ],
  },
  "gitlab-unprotected-deploy": { slots: [{ way: "*/rules/**", allow: restrictsRules }] },
  "circleci-context-on-pr": { slots: [{ way: "workflows/*/jobs/[]/*/filters", allow: filtersBranches }] },
  "circleci-missing-no-output-timeout": {
    slots: [
      { way: "jobs/*/steps/[]/run/no_output_timeout", allow: matching(/^(?:[1-9]\d?m|1h)$/) },
      { way: "commands/*/steps/[]/run/no_output_timeout", allow: matching(/^(?:[1-9]\d?m|1h)$/) },
    ],
  },
  "circleci-oversized-resource-class": { slots: [{ way: "jobs/*/resource_class", allow: smallerClass }] },
  "dependabot-cooldown": {
    slots: [
      { way: "updates/[]/cooldown/default-days", allow: numberIn(1, 30) },
      { way: "updates/[]/cooldown", allow: waitsDays },
    ],
  },
  "dependabot-code-execution": {
    slots: [{ way: "updates/[]/insecure-external-code-execution", allow: becomes("deny") }],
  },
};
