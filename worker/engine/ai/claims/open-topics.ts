import type { Category } from "../../finding.ts";
import type { ClaimTask } from "../task.ts";
import type { Topic } from "./topics.ts";

/** Questions that need the meaning of a script, a name or an order, which no rule reads. */
export const OPEN_TOPICS: readonly Topic[] = [
  ...open("ci_cd", ["analysis", "ci_cd", "code_review"], {
    "check-proves-nothing":
      "A check that passes whatever the code does: it selects nothing, looks in the wrong folder, compares a thing with itself or never asserts.",
    "step-order": "A step that runs before what it needs exists, or after its result can still matter.",
    "wrong-condition":
      "A condition that is valid and can vary but does not say what its job or step is for: wrong branch, event, status or operator.",
    "wrong-reference":
      "A path, script name, flag or folder in a command that does not fit the other files that are sent.",
    "released-not-tested": "What is released or deployed is built anew and is not the build that was tested.",
    "half-done-change":
      "Commands that change something outside in several parts, where a failure in the middle leaves it half done: migrations, tags, publications.",
    "weak-verification":
      "A check of what was deployed that is there but asks the wrong thing, the wrong place or too early.",
    "shared-state":
      "Jobs of one run that write the same tag, branch, database, port or file and can spoil each other's result.",
    "unstable-result":
      "A result that depends on the day, the order of files, a random value or outside state that nothing holds still.",
    "matrix-gap": "A system, version or database that the project says it supports and that no job tests.",
    "environment-gap": "Tests that use another database, service, build mode or setting than what is shipped.",
    "script-goes-on":
      "A script file or compound command that goes on, or ends in success, after a part of it went wrong.",
  }),
  ...open("ci_cd", ["analysis", "ci_cd", "performance", "code_review"], {
    "fixed-wait": "A fixed `sleep` where the script should ask whether the thing is ready.",
  }),
  ...open("security", ["analysis", "security", "code_review"], {
    "unsafe-script":
      "A script that executes or deletes what it computes: `eval`, an unquoted or possibly empty variable in a path, a predictable temporary file.",
    "trust-boundary":
      "Something that a less trusted job, branch or person can write and that a more trusted one uses unchecked: a branch, a released file, a shared folder or table that a script reads later.",
    "secret-handling":
      "A script that lets a secret reach a log, an uploaded file, an image layer or a command line that others can read.",
    "weak-guard":
      "A check that is meant to keep someone or something out and that can be walked around: approvals, allow-lists, signatures.",
    "broad-effect": "A command that deletes, overwrites or publishes more than its job is for.",
  }),
  ...open("performance", ["analysis", "performance", "code_review"], {
    "duplicate-work":
      "The same build, test or download done more than once within a pipeline, where one result could be handed on.",
    "unneeded-work": "Work whose result nothing uses, or that this event does not need.",
    "wasteful-order":
      "Long or costly work in a job that starts before a cheap check of the same job that would have stopped it.",
    "slow-command":
      "A command with a faster form of the same effect: one core where several are free, a full build where a part is asked for.",
    "oversized-transfer": "Artifacts, images or uploads that carry far more than their reader uses.",
  }),
  ...open("quality", ["analysis", "code_review"], {
    "misleading-name": "A job, step, variable or file whose name says something else than what it does.",
    "hard-to-change": "Script logic that is so long, nested or copied that the next change will miss a place.",
    "dead-part": "A step, variable, input or branch of a script whose result nothing reads, or that nothing can reach.",
  }),
  ...open("quality", ["dependencies"], {
    "dependency-role": "A development tool among what the product needs at run time, or the other way round.",
    "overlapping-dependencies": "Two dependencies that do the same work.",
    "version-range":
      "A version range that admits releases which the project's own statements exclude, or that holds back what the rest needs.",
  }),
  ...open("ci_cd", ["dependencies"], {
    "version-clash": "Declared versions that cannot be used together: peers, engines, a framework and its plugin.",
  }),
  ...open("security", ["dependencies"], {
    "risky-source": "A dependency that comes from a branch, an address or a folder and not from a registry.",
    "install-hook": "A script that runs on installation and does more than prepare the package.",
  }),
];

function open(category: Category, tasks: readonly ClaimTask[], asked: Readonly<Record<string, string>>): Topic[] {
  return Object.entries(asked).map(([id, asks]) => ({ id, category, asks, tasks, decidedBy: [] }));
}
