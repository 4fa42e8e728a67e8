import { movesToHosted } from "./allow-jobs.ts";
import {
  limitsPushes,
  namesCache,
  namesDefaultBranch,
  namesSecrets,
  raisesVersion,
  readsNamedSecrets,
  watchesMore,
} from "./allow-narrower.ts";
import { isRepairedSchedule } from "./allow-triggers.ts";
import type { Repair } from "./repair.ts";

const HOSTED: Repair = { slots: [{ way: "jobs/*/runs-on/**", allow: movesToHosted }] };
const VERSION: Repair = { slots: [{ way: "jobs/*/steps/[]/with/*", allow: raisesVersion }] };

export const NARROWING_REPAIRS: Readonly<Record<string, Repair>> = {
  "secrets-inherit": { slots: [{ way: "jobs/*/secrets", allow: namesSecrets }], permits: ["secret"] },
  "all-secrets-exposed": {
    slots: [
      { way: "jobs/*/env/*", allow: readsNamedSecrets },
      { way: "jobs/*/steps/[]/env/*", allow: readsNamedSecrets },
      { way: "jobs/*/steps/[]/with/*", allow: readsNamedSecrets },
    ],
    permits: ["secret"],
  },
  "retired-runner-image": HOSTED,
  "floating-runner-image": HOSTED,
  "runner-label-policy": HOSTED,
  "eol-runtime-version": VERSION,
  "floating-runtime-version": VERSION,
  "weak-cache-key": { slots: [{ way: "jobs/*/steps/[]/with/key", allow: namesCache }] },
  "circleci-cache-key": {
    slots: [
      { way: "jobs/*/steps/[]/save_cache/key", allow: namesCache },
      { way: "jobs/*/steps/[]/restore_cache/key", allow: namesCache },
      { way: "jobs/*/steps/[]/restore_cache/keys/[]", allow: namesCache },
    ],
  },
  "dependabot-missing-ecosystem": { slots: [{ way: "updates/[]", allow: watchesMore }] },
  "stale-branch-filter": {
    slots: [
      { way: "on/*/branches/[]", allow: namesDefaultBranch },
      { way: "on/*/branches", allow: namesDefaultBranch },
    ],
  },
  "redundant-triggers": { slots: [{ way: "on/push", allow: limitsPushes }] },
  "wasteful-schedule": { slots: [{ way: "on/schedule/[]/cron", allow: isRepairedSchedule }] },
};
