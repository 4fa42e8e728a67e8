import { PLATFORM_ADVISORIES, type PlatformAdvisory } from "../../data/platform-advisories.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { settingsPlace } from "../../model/settings-place.ts";
import { defineRule } from "../../rule.ts";

const GITLAB_FILE = ".gitlab-ci.yml";
const NAMES = { gitlab: "GitLab", ghes: "GitHub Enterprise Server" } as const;
const MAX_SHOWN = 5;

export const vulnerableCiPlatform = defineRule({
  meta: {
    id: "vulnerable-ci-platform",
    category: "security",
    severity: "high",
    title: "The CI platform's version has known vulnerabilities",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "The repository lives on a GitLab or GitHub Enterprise Server whose version has published vulnerabilities in its CI. One finding for all of them.",
      why: "No care in the pipeline helps when anybody can start it as somebody else or read its variables. The table names each CVE with its record, read 2026-11-21.",
      notReported:
        "Hosted services, which their makers patch. Versions that could not be read. Vulnerabilities outside CI: this is no inventory of the platform. A repository without pipeline files of the platform.",
      fix: "Update the platform to a version that its maker still patches; the message names the lowest that is enough for what the table knows.",
      example: { before: "gitlab: 17.4.1\n", after: "gitlab: 17.5.0\n" },
    },
  },

  *check({ repository, lookups }) {
    const places = { gitlab: gitlabPlace(repository), ghes: settingsPlace(repository) };
    if (!places.gitlab && !places.ghes) return;
    const platform = lookups.platform();
    if (platform === "unknown" || platform.kind === "github" || platform.version === null) return;
    const place = places[platform.kind];
    const version = numbersOf(platform.version);
    if (!place || !version) return;
    const found = PLATFORM_ADVISORIES.filter((row) => row.platform === platform.kind && isAffected(row, version));
    const [first] = found;
    if (!first) return;
    const more =
      found.length === 1
        ? ""
        : ` Also ${found
            .slice(1, MAX_SHOWN)
            .map(({ id }) => id)
            .join(", ")}${found.length > MAX_SHOWN ? " and others" : ""}.`;
    yield {
      ...place,
      message: `${NAMES[platform.kind]} ${platform.version} has ${first.id}, which lets ${first.effect}; update it to ${repairOf(found, version)} or later.${more}`,
    };
  },
});

function gitlabPlace(repository: RepositoryModel): ReturnType<typeof settingsPlace> {
  return repository.file(GITLAB_FILE) ? { path: GITLAB_FILE, at: { start: 0, end: 0 }, anchor: "settings" } : null;
}

function numbersOf(version: string): readonly number[] | null {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.trim());
  return match ? match.slice(1).map((part) => Number(part ?? 0)) : null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isAffected({ ranges }: PlatformAdvisory, version: readonly number[]): boolean {
  return ranges.some(([from, before]) => isWithin(version, from, before));
}

function isWithin(version: readonly number[], from: string, before: string): boolean {
  return compare(version, numbersOf(from) ?? []) >= 0 && compare(version, numbersOf(before) ?? []) < 0;
}

/** The lowest repaired version that leaves none of the advisories, reached by following the ranges upwards. */
function repairOf(found: readonly PlatformAdvisory[], version: readonly number[]): string {
  const ranges = found.flatMap((row) => row.ranges);
  let best = version.join(".");
  for (let step = 0; step < ranges.length; step += 1) {
    const now = numbersOf(best) ?? [];
    const hit = ranges.find(([from, before]) => isWithin(now, from, before));
    if (!hit) break;
    best = hit[1];
  }
  return best;
}
