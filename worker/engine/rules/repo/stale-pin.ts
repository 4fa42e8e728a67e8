import { type RemoteGroup, remoteGroups } from "../../actions/remote-groups.ts";
import { versionComment, versionNumbers } from "../../actions/version-comment.ts";
import { compare } from "../../actions/version-range.ts";
import { appendEntries } from "../../edit/append-update-entries.ts";
import { newDependabotFile } from "../../edit/new-dependabot-file.ts";
import type { ActionRepository } from "../../lookups/answers.ts";
import { dependabotOf } from "../../model/updates/dependabot.ts";
import { ecosystemsOf } from "../../model/updates/ecosystems.ts";
import { renovateOf } from "../../model/updates/renovate.ts";
import { hasUpdateTool } from "../../model/updates/update-tool.ts";
import { isFullSha } from "../../model/uses.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

const MONTHS = 12;
const MAX_AGE_MS = MONTHS * 30 * 86_400_000;

export const stalePin = defineRule({
  meta: {
    id: "stale-pin",
    category: "ci_cd",
    severity: "medium",
    title: "Pinned action is far behind and nothing updates it",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: `An action pinned to a commit whose release is at least one major version behind the newest one, or older than ${MONTHS} months while a newer one is out, in a repository where no update tool looks at \`github-actions\`. One finding per repository, with all such pins. It needs the action's releases from GitHub.`,
      why: "A pin is safe against moved tags and blind to repairs: without a tool that proposes the next release it stays at what was current on the day somebody wrote it, until [runners drop its Node.js](https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/) or a service refuses it. [Dependabot updates pinned actions](https://docs.github.com/en/code-security/dependabot/working-with-dependabot/keeping-your-actions-up-to-date-with-dependabot) with their comments.",
      notReported:
        "Repositories in which Dependabot or Renovate looks after `github-actions`, or another update tool runs. Tags such as `v4`, which follow their line by themselves. Pins whose version neither a release nor the comment tells, prereleases, and actions whose releases nobody could name. Images, about whose age nobody is asked.",
      fix: "Let an update tool look after `github-actions`: our fix adds the entry to `dependabot.yml`, or writes the file. Its first pull requests then bring the pins up to date, each with its release notes.",
      example: {
        before:
          "# .github/dependabot.yml\nversion: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n",
        after:
          "# .github/dependabot.yml\nversion: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n  - package-ecosystem: github-actions\n    directory: /\n    schedule:\n      interval: weekly\n",
      },
    },
  },

  *check(context) {
    if (isUpdated(context)) return;
    const stale = remoteGroups(context).flatMap((group) => toStale(context, group) ?? []);
    const [first, ...others] = stale;
    if (!first) return;
    const more = others.length > 0 ? `, and ${others.length} more pins are as old` : "";
    yield {
      ...first.group.where,
      message: `\`${first.group.action}\` is pinned to ${first.version} while ${first.newest} is out${more}; nothing updates the actions of this repository, so let a tool do it.`,
      anchor: "github-actions",
      cause: "updates",
      related: others.map(({ group: { where } }) => ({ path: where.path, at: where.at })),
      fix: () => addTool(context),
    };
  },
});

/** True where a tool looks after actions, or may do so. */
function isUpdated(context: RuleContext): boolean {
  const { repository } = context;
  const renovate = renovateOf(repository);
  if (renovate) return renovate.updatesActions !== false;
  const config = dependabotOf(repository);
  if (!config) return hasUpdateTool(context);
  return !config.updates || config.entries.some(({ ecosystem }) => ecosystem.value.trim() === "github-actions");
}

interface Stale {
  readonly group: RemoteGroup;
  readonly version: string;
  readonly newest: string;
}

function toStale({ lookups, now }: RuleContext, group: RemoteGroup): Stale | null {
  if (!isFullSha(group.ref)) return null;
  const repository = lookups.actionRepository(group.action);
  if (repository === "unknown") return null;
  const newest = newestOf(repository);
  const pinned = pinnedRelease(repository, group);
  if (!newest || !pinned) return null;
  const [current, latest] = [versionNumbers(pinned.tag), versionNumbers(newest)];
  const isMajorBehind = (current[0] ?? 0) < (latest[0] ?? 0);
  const isOld = pinned.at !== null && now - pinned.at > MAX_AGE_MS && compare(current, latest) < 0;
  return isMajorBehind || isOld ? { group, version: pinned.tag, newest } : null;
}

/** The highest version among the releases; the newest in time may repair an old line. */
function newestOf({ releases }: ActionRepository): string | null {
  const tags = releases.flatMap(({ tag }) => (tag !== null && versionNumbers(tag).length > 0 ? tag : []));
  return tags.toSorted((a, b) => compare(versionNumbers(b), versionNumbers(a)))[0] ?? null;
}

interface PinnedRelease {
  readonly tag: string;
  readonly at: number | null;
}

function pinnedRelease({ releases }: ActionRepository, { document, ref, places }: RemoteGroup): PinnedRelease | null {
  const own = releases.find(({ sha }) => sha.toLowerCase() === ref.toLowerCase());
  const said = places.flatMap(({ uses }) => versionComment(document.file, uses.node)?.version ?? [])[0];
  const tag = own?.tag ?? said;
  if (tag === undefined || versionNumbers(tag).length === 0) return null;
  const release = own ?? releases.find((item) => item.tag === tag);
  return { tag, at: release?.at ?? null };
}

function addTool({ repository }: RuleContext): FixOutcome {
  const renovate = renovateOf(repository);
  if (renovate) return { abstain: `Let \`${renovate.path}\` update \`github-actions\` again.` };
  const config = dependabotOf(repository);
  if (config) return appendEntries(config, ["github-actions"]);
  return newDependabotFile(ecosystemsOf(repository).map(({ name }) => name));
}
