import { insertKey, setScalar } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { type Dependabot, dependabotOf, type UpdateEntry } from "../../model/updates/dependabot.ts";
import { COOLDOWN_DAYS } from "../../model/updates/entry-source.ts";
import { asMap, asScalar, findValue, scalarValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const dependabotCooldown = defineRule({
  meta: {
    id: "dependabot-cooldown",
    category: "security",
    severity: "low",
    title: "Dependabot offers releases on the day they appear",
    fixClass: "safe",
    docs: {
      what: "Update entries of `dependabot.yml` without a `cooldown`, or with fewer than seven `default-days`. One finding for the file.",
      why: "Most malicious releases are found and withdrawn within days. Whoever merges an update on its first day takes part in finding out. The cooldown holds back version updates alone; security updates come at once. Source: docs.github.com, `cooldown`.",
      notReported:
        "Entries that only serve security updates (`open-pull-requests-limit: 0`), as nothing is held back there. Values that are no number, which GitHub refuses itself. Entries behind a YAML alias are judged where they are written. Renovate's `minimumReleaseAge` is another tool's setting.",
      fix: "`cooldown: default-days: 7` in each entry. `semver-*-days` are left as they are.",
      example: {
        before: "  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n",
        after:
          "  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n    cooldown:\n      default-days: 7\n",
      },
    },
  },

  *check({ repository, files }) {
    const config = dependabotOf(repository);
    if (!config || !files.includes(config.file)) return;
    const hasty = config.entries.filter((entry) => entry.updatesVersions && daysOf(entry) < COOLDOWN_DAYS);
    const [first, ...rest] = hasty;
    if (!first) return;
    const names = [...new Set(hasty.map(({ ecosystem }) => ecosystem.value))];
    yield {
      message: `Dependabot offers new releases of ${names.join(", ")} before anybody had time to find out what is in them; set \`cooldown: default-days: ${COOLDOWN_DAYS}\`.`,
      path: config.path,
      at: first.ecosystem,
      anchor: "updates.cooldown",
      related: rest.map(({ ecosystem }) => ({ path: config.path, at: ecosystem })),
      fix: () => slowDown(config, hasty),
    };
  },
});

/** Days of the entry; 0 without a cooldown, a large number for what GitHub refuses. */
function daysOf({ cooldown }: UpdateEntry): number {
  if (!cooldown) return 0;
  const days = asScalar(findValue(asMap(cooldown.value), "default-days"));
  if (!days) return asMap(cooldown.value) ? semverDays(cooldown) : 0;
  const value = scalarValue(days);
  return typeof value === "number" ? value : Number.POSITIVE_INFINITY;
}

/** Without `default-days` the least of the three named kinds holds, once all are named. */
function semverDays({ value }: NonNullable<UpdateEntry["cooldown"]>): number {
  const named = ["semver-major-days", "semver-minor-days", "semver-patch-days"].map((key) =>
    asScalar(findValue(asMap(value), key)),
  );
  return Math.min(...named.map((node) => Number(node?.value ?? 0)));
}

const BY_HAND = "An entry is written in a form that cannot be edited safely; set its `cooldown` by hand.";

function slowDown(config: Dependabot, entries: readonly UpdateEntry[]): FixOutcome {
  const edits = entries.map((entry) => editsOf(config, entry));
  if (edits.some((edit) => edit === null)) return { abstain: BY_HAND };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: `Let new releases wait ${COOLDOWN_DAYS} days before Dependabot offers them`,
    explanation: "Holds back version updates alone. Security updates are not affected.",
  };
}

function editsOf({ file }: Dependabot, { node, cooldown }: UpdateEntry): Edit[] | null {
  const inside = asMap(cooldown?.value);
  const days = asScalar(findValue(inside, "default-days"));
  if (days) return setScalar(file, days, String(COOLDOWN_DAYS));
  if (inside) return insertKey(file, inside, { key: "default-days", value: String(COOLDOWN_DAYS) });
  if (cooldown) return null;
  const value = node.flow ? `{ default-days: ${COOLDOWN_DAYS} }` : `\n  default-days: ${COOLDOWN_DAYS}`;
  return insertKey(file, node, { key: "cooldown", value, after: ["schedule"] });
}
