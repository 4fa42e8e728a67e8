import { remoteUses } from "../../actions/use-places.ts";
import { archivedRepository } from "../../data/archived-actions.ts";
import { groupBy } from "../../group-by.ts";
import { githubName, hookRepositories } from "../../model/pre-commit.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";

export const archivedAction = defineRule({
  meta: {
    id: "archived-action",
    category: "ci_cd",
    severity: "medium",
    title: "Action's repository is archived",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A step, a call of a reusable workflow, or a hook of `.pre-commit-config.yaml` from a repository that its owner archived. One finding per file and repository, with all its places.",
      why: "An archived repository is read-only (https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories): nobody raises its Node.js version before GitHub removes it, nobody repairs a vulnerability, and update tools stay silent since no release comes. `actions/create-release` and the `actions-rs` actions have been in that state for years. The table has its source in each row; where GitHub can be asked, its answer goes first.",
      notReported:
        "Repositories that GitHub says are maintained again, and those that neither the table nor GitHub is known to call archived. A maintained fork under another owner. Local actions and images.",
      fix: "Use the replacement that the finding names, most often a command in a script, and map the inputs by hand. Where it names none, look for a maintained fork, or copy the action into your own repository and look after it there.",
      example: {
        before: "      - uses: actions-rs/cargo@v1\n        with:\n          command: test\n",
        after: "      - run: cargo test\n",
      },
    },
  },

  *check(context) {
    for (const place of groupBy(placesOf(context), ({ path, name }) => `${path} ${name}`).values())
      yield* toHit(context, place);
  },
});

interface Place {
  readonly path: string;
  readonly name: string;
  readonly node: YamlScalar;
  readonly anchor: string;
}

function* placesOf({ repository }: RuleContext): Generator<Place> {
  for (const document of [...repository.workflows, ...repository.actions]) {
    for (const places of remoteUses(document).values()) {
      for (const { uses, anchor } of places)
        yield { path: document.path, name: `${uses.owner}/${uses.repo}`, node: uses.node, anchor };
    }
  }
  for (const { file, url } of hookRepositories(repository)) {
    const name = githubName(url.value);
    if (name) yield { path: file.path, name, node: url, anchor: "repos" };
  }
}

function* toHit({ lookups }: RuleContext, places: readonly Place[]): Generator<Hit> {
  const [first, ...others] = places.toSorted((a, b) => a.node.start - b.node.start);
  if (!first) return;
  const known = archivedRepository(first.name);
  const answer = lookups.actionRepository(first.name);
  const isArchived = answer === "unknown" ? known !== null : answer.archived;
  if (!isArchived) return;
  const advice = known?.instead ? `use ${known.instead} instead` : "move to something that is maintained";
  yield {
    message: `\`${first.name}\` is archived, so it gets no more fixes; ${advice}.`,
    path: first.path,
    at: first.node,
    anchor: `${first.name} ${first.anchor}`,
    related: others.map(({ path, node }) => ({ path, at: node })),
  };
}
