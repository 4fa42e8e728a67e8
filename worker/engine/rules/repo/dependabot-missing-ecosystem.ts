import type { Ecosystem } from "../../data/update-ecosystems.ts";
import { appendEntries } from "../../edit/append-update-entries.ts";
import { dependabotOf } from "../../model/updates/dependabot.ts";
import { ecosystemsOf } from "../../model/updates/ecosystems.ts";
import { renovateOf } from "../../model/updates/renovate.ts";
import { defineRule } from "../../rule.ts";

export const dependabotMissingEcosystem = defineRule({
  meta: {
    id: "dependabot-missing-ecosystem",
    category: "security",
    severity: "medium",
    title: "Dependabot misses an ecosystem of the repository",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A `dependabot.yml` without an entry for an ecosystem that the repository uses, above all `github-actions`: the workflows' own actions.",
      why: "What no entry names is never updated. Actions that are pinned to a commit stay there for ever, with their holes, although the repository looks cared for. Source: docs.github.com, `package-ecosystem`.",
      notReported:
        "Repositories that also have Renovate, which may cover the rest. Manifests in folders of examples, tests, fixtures and vendored code. Ecosystems whose manifests are neither in the root nor beside a lockfile. Submodules, dev containers and compose files, which many pin on purpose. An entry of any folder counts: which folders it covers is not judged. Configurations that do not parse.",
      fix: "Append an entry for each; the fix writes it in the file's own indentation, quotes and interval.",
      example: {
        before:
          "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n",
        after:
          'version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n  - package-ecosystem: github-actions\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n    groups:\n      github-actions:\n        patterns: ["*"]\n',
      },
    },
  },

  *check({ repository }) {
    const config = dependabotOf(repository);
    if (!config?.updates || renovateOf(repository) !== null) return;
    const named = new Set(config.entries.map(({ ecosystem }) => ecosystem.value.trim().toLowerCase()));
    const missing = ecosystemsOf(repository).filter((ecosystem) => !covers(named, ecosystem));
    if (missing.length === 0) return;
    const names = missing.map(({ name }) => name);
    yield {
      message: `Dependabot updates nothing of ${names.map((name) => `\`${name}\``).join(", ")}, which this repository uses; add an entry for ${names.length === 1 ? "it" : "each"}.`,
      path: config.path,
      at: { start: config.updates.start, end: config.updates.start },
      anchor: "updates",
      cause: "updates",
      fix: () => appendEntries(config, names),
    };
  },
});

function covers(named: ReadonlySet<string>, { name, also }: Ecosystem): boolean {
  return [name, ...also].some((each) => named.has(each));
}
