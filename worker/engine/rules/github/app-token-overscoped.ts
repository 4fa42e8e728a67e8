import { APP_TOKEN_ACTIONS, type AppTokenAction } from "../../data/app-token-actions.ts";
import { deleteKey } from "../../edit/edit-yaml.ts";
import { type Entry, entryText, findEntry, type Step, type StepPlace } from "../../model/workflow.ts";
import { asMap, findValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

export const appTokenOverscoped = defineRule({
  meta: {
    id: "app-token-overscoped",
    category: "security",
    severity: "high",
    title: "A GitHub App's token may do more, or lives longer, than it has to",
    fixClass: "safe",
    docs: {
      what: "A step of `actions/create-github-app-token` or `tibdex/github-app-token` whose token reaches every repository of the installation (`owner` without `repositories`), has every permission of the app (no `permission-…` input), or stays valid after the job (`skip-token-revoke: true`, `revoke: false`). One finding for the scope and one for the lifetime.",
      why: "The app's installation is often that of a whole organization. Whoever gets hold of the token in this job, such as a compromised action, then has all that the app has, for up to an hour. Inputs: [create-github-app-token](https://github.com/actions/create-github-app-token#inputs), read 2026-11-21.",
      notReported:
        "A token for the present repository (neither `owner` nor `repositories`) with its permissions listed. Inputs whose value is an expression: it may well narrow the token. A token that is handed to another job is not fixed, since it must outlive this one.",
      fix: "Name the repositories and list the permissions: `repositories: app` and `permission-contents: read`. Which ones is in what the later steps do, so only the lifetime is fixed: the fix removes the input that keeps the token alive.",
      example: {
        before:
          "- uses: actions/create-github-app-token@v3\n  with:\n    app-id: ${{ vars.APP_ID }}\n    private-key: ${{ secrets.APP_KEY }}\n    owner: acme\n",
        after:
          "- uses: actions/create-github-app-token@v3\n  with:\n    app-id: ${{ vars.APP_ID }}\n    private-key: ${{ secrets.APP_KEY }}\n    owner: acme\n    repositories: website\n    permission-contents: read\n",
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const action = APP_TOKEN_ACTIONS[place.step.uses?.name ?? ""];
      if (!action || hasUnknownInputs(place.step)) continue;
      yield* checkScope(place, action);
      yield* checkLifetime(place, action);
    }
  },
});

/** `with` as a whole is an expression or missing its mapping. */
function hasUnknownInputs({ node }: Step): boolean {
  const inputs = findValue(node, "with");
  return inputs !== null && asMap(inputs) === null;
}

function* checkScope({ document, job, step }: StepPlace, action: AppTokenAction): Generator<Hit> {
  const everywhere = reachesEverything(step, action);
  const everything = !step.with.some(({ name }) => name.toLowerCase().startsWith(action.permissions));
  if (!step.uses || !(everywhere || everything)) return;
  const owner = everything ? null : findEntry(step.with, "owner");
  yield {
    message: messageFor(everywhere, everything ? action.permissions.replace(/-$/, "-…") : null),
    path: document.path,
    at: owner?.key ?? step.uses.node,
    anchor: `${job?.id ?? "action"}.${step.identity}`,
  };
}

function reachesEverything(step: Step, { widenedBy, repositories }: AppTokenAction): boolean {
  const isWide = widenedBy.length === 0 || widenedBy.some((input) => isGiven(step.with, input));
  return isWide && !repositories.some((input) => isGiven(step.with, input));
}

/** `permissions`: the input that lists them, null when they are listed. */
function messageFor(everywhere: boolean, permissions: string | null): string {
  if (permissions === null)
    return "The app's token reaches every repository of the installation; name them in `repositories`.";
  if (!everywhere)
    return `The app's token may do everything that the app may; list what it needs in \`${permissions}\`.`;
  return `The app's token may do everything that the app may, in every repository of the installation; narrow it with \`repositories\` and \`${permissions}\`.`;
}

function isGiven(entries: readonly Entry[], name: string): boolean {
  return (entryText(entries, name) ?? "") !== "";
}

function* checkLifetime(place: StepPlace, action: AppTokenAction): Generator<Hit> {
  const { document, job, step } = place;
  for (const { input, value } of action.keptBy) {
    const entry = findEntry(step.with, input);
    if (!entry || entry.value?.value.trim().toLowerCase() !== value) continue;
    yield {
      message: `\`${input}: ${value}\` leaves the app's token valid for up to an hour after the job; remove it.`,
      path: document.path,
      at: entry.key,
      anchor: `${job?.id ?? "action"}.${step.identity}.${input}`,
      fix: () => removeInput(place, entry),
    };
  }
}

function removeInput({ document, job, step }: StepPlace, entry: Entry): FixOutcome {
  const map = asMap(findValue(step.node, "with"));
  const reference = `steps.${step.id?.value ?? ""}.outputs`;
  const handsOn = [...(job?.outputs ?? []), ...(document.kind === "action" ? document.outputs : [])];
  const isHandedOn = document.kind === "action" || handsOn.some(({ value }) => value?.value.includes(reference));
  if (step.id && isHandedOn)
    return {
      abstain: "The token is handed on, perhaps to another job, which needs it alive; make one in that job instead.",
    };
  const edits = map ? deleteKey(document.file, map, entry.pair) : null;
  if (!edits) return { abstain: "The input is written in a form that cannot be edited safely; remove it by hand." };
  return {
    edits,
    title: "Revoke the app's token when the job ends",
    explanation:
      "The action revokes its token in its last step unless told not to. No other job of the workflow gets this token.",
  };
}
