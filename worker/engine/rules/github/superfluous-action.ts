import { replaceableAction, type SuperfluousAction } from "../../data/superfluous-actions.ts";
import { groupBy } from "../../group-by.ts";
import { selfHostedLabel } from "../../model/runner-labels.ts";
import type { Uses } from "../../model/uses.ts";
import type { Job, StepPlace } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const superfluousAction = defineRule({
  meta: {
    id: "superfluous-action",
    category: "quality",
    severity: "info",
    title: "Action does what the runner can do itself",
    fixClass: "none",
    docs: {
      what: "A third-party action for something that one command of a program on GitHub's runner images does: `gh`, `git`, `jq` or `docker`. One finding per file and action, with all its places. In the strict profile also actions that do somewhat more than the command, such as `peter-evans/create-pull-request` or `dtolnay/rust-toolchain`.",
      why: "Each third-party action is code of somebody else that runs with the job's token and must be pinned, reviewed and updated. The programs are part of the image and kept up to date by GitHub: https://github.com/actions/runner-images#available-images. The actions of the table were read on 2026-11-21.",
      notReported:
        "Jobs on self-hosted runners and in containers, which may lack the program. Actions of GitHub itself. Actions that nobody maintains any more are the matter of `archived-action`.",
      fix: "Replace the step by a script with the command that the finding names. Give `gh` the token with `env: GH_TOKEN: ${{ github.token }}`, and pass values from the event through `env` rather than into the script. Inputs have to be mapped by hand, so no fix is offered.",
      example: {
        before: "      - uses: softprops/action-gh-release@v2\n        with:\n          files: dist/app.zip\n",
        after:
          '      - run: gh release create "$GITHUB_REF_NAME" --generate-notes dist/app.zip\n        env:\n          GH_TOKEN: ${{ github.token }}\n',
      },
    },
  },

  *check({ steps, strict }) {
    const found = steps.flatMap((place) => superfluousUse(place, strict) ?? []);
    const groups = groupBy(found, ({ place, known }) => `${place.document.path} ${known.action}`);
    for (const uses of groups.values()) yield* toHit(uses);
  },
});

interface SuperfluousUse {
  readonly place: StepPlace;
  readonly uses: Uses;
  readonly known: SuperfluousAction;
}

function superfluousUse(place: StepPlace, isStrict: boolean): SuperfluousUse | null {
  const { uses } = place.step;
  const known = uses?.kind === "action" ? replaceableAction(uses.name) : null;
  if (!uses || !known || (known.beyond !== null && !isStrict)) return null;
  return place.job && mayLackPrograms(place.job) ? null : { place, uses, known };
}

function mayLackPrograms(job: Job): boolean {
  return job.container !== null || selfHostedLabel(job) !== null;
}

function* toHit(all: readonly SuperfluousUse[]): Generator<Hit> {
  const [first, ...others] = [...new Map(all.map((use) => [use.uses.node.start, use])).values()];
  if (!first) return;
  const { known, place, uses } = first;
  const { path } = place.document;
  const beyond = known.beyond === null ? "" : ` Mind that ${known.beyond}.`;
  yield {
    message: `\`${uses.raw}\` does what \`${known.program}\` on the runner does without third-party code; use ${known.command} in a script.${beyond}`,
    path,
    at: uses.node,
    anchor: `${known.action} ${place.job ? `jobs.${place.job.id}` : "runs"}.${place.step.identity}`,
    related: others.map((other) => ({ path, at: other.uses.node })),
  };
}
