/** Labels of GitHub's hosted runners, from the announcements and the list of images of github.com/actions/runner-images. Days are UTC. */

export type RunnerOs = "linux" | "windows" | "macos";

export interface RunnerLabel {
  readonly label: string;
  readonly os: RunnerOs;
  /** First day with the label, previews included; null where it is long ago and no announcement was found. */
  readonly since: string | null;
  /** Announced first day of deprecation; null while none is, or where it is long ago and was not found. */
  readonly deprecatedOn: string | null;
  /** Announced last day; null while none is. */
  readonly removedOn: string | null;
  /** What to write instead of a label that goes. */
  readonly successor: string | null;
  /** The announcement of the last of these days, or the list of images. */
  readonly source: string;
  /** The day on which the source was read. */
  readonly seen: string;
}

const IMAGES = "https://github.com/actions/runner-images";
const CHANGELOG = "https://github.blog/changelog";
const SEEN = "2026-11-21";

interface Days {
  readonly since?: string;
  /** First day of deprecation and last day of the image, what to use instead, and the number of the announcement. */
  readonly gone?: readonly [deprecatedOn: string | null, removedOn: string, successor: string, issue: number];
  /** Where it differs from the announcement of the end. */
  readonly source?: string;
}

function row(label: string, os: RunnerOs, { since, gone, source }: Days = {}): RunnerLabel {
  const [deprecatedOn = null, removedOn = null, successor = null, issue] = gone ?? [];
  const announced = issue === undefined ? (source ?? IMAGES) : `${IMAGES}/issues/${issue}`;
  return { label, os, since: since ?? null, deprecatedOn, removedOn, successor, source: announced, seen: SEEN };
}

export const RUNNER_LABELS: readonly RunnerLabel[] = [
  row("ubuntu-latest", "linux"),
  row("ubuntu-26.04", "linux", { since: "2026-06-11", source: `${IMAGES}/issues/14226` }),
  row("ubuntu-26.04-arm", "linux", { since: "2026-06-11", source: `${IMAGES}/issues/14226` }),
  row("ubuntu-24.04", "linux", { since: "2024-05-14", source: `${IMAGES}/pull/9849` }),
  row("ubuntu-24.04-arm", "linux"),
  row("ubuntu-22.04", "linux", { gone: ["2026-09-17", "2027-04-17", "ubuntu-24.04", 14254] }),
  row("ubuntu-22.04-arm", "linux", { gone: ["2026-09-17", "2027-04-17", "ubuntu-24.04-arm", 14254] }),
  row("ubuntu-slim", "linux"),
  row("ubuntu-20.04", "linux", { gone: ["2025-02-01", "2025-04-15", "ubuntu-24.04", 11101] }),
  row("ubuntu-18.04", "linux", { gone: ["2022-08-08", "2023-04-03", "ubuntu-24.04", 6002] }),
  row("ubuntu-16.04", "linux", { gone: [null, "2021-09-20", "ubuntu-24.04", 3287] }),
  row("windows-latest", "windows"),
  row("windows-2025", "windows"),
  row("windows-2025-vs2026", "windows", {
    since: "2026-02-05",
    source: `${CHANGELOG}/2026-02-05-github-actions-early-february-2026-updates/`,
  }),
  row("windows-2022", "windows"),
  row("windows-11-arm", "windows"),
  row("windows-11-arm64", "windows"),
  row("windows-11-vs2026-arm", "windows", { since: "2026-06-11", source: `${IMAGES}/issues/14592` }),
  row("windows-2019", "windows", { gone: ["2025-06-01", "2025-06-30", "windows-2025", 12045] }),
  row("windows-2016", "windows", { gone: [null, "2022-03-15", "windows-2025", 5238] }),
  row("macos-latest", "macos"),
  row("macos-latest-large", "macos"),
  row("macos-latest-xlarge", "macos"),
  row("macos-26", "macos", {
    since: "2025-09-11",
    source: `${CHANGELOG}/2025-09-11-actions-macos-26-image-now-in-public-preview/`,
  }),
  row("macos-26-intel", "macos"),
  row("macos-26-large", "macos", {
    since: "2026-02-05",
    source: `${CHANGELOG}/2026-02-05-github-actions-early-february-2026-updates/`,
  }),
  row("macos-26-xlarge", "macos", {
    since: "2025-09-11",
    source: `${CHANGELOG}/2025-09-11-actions-macos-26-image-now-in-public-preview/`,
  }),
  row("macos-15", "macos"),
  row("macos-15-intel", "macos", { since: "2025-09-19", source: `${IMAGES}/issues/13045` }),
  row("macos-15-large", "macos"),
  row("macos-15-xlarge", "macos"),
  row("macos-14", "macos", { since: "2024-01-30", gone: ["2026-07-06", "2026-11-02", "macos-15", 13518] }),
  row("macos-14-large", "macos", { gone: ["2026-07-06", "2026-11-02", "macos-15-large", 13518] }),
  row("macos-14-xlarge", "macos", { gone: ["2026-07-06", "2026-11-02", "macos-15-xlarge", 13518] }),
  row("macos-13", "macos", { gone: ["2025-09-22", "2025-12-08", "macos-15-intel", 13046] }),
  row("macos-13-large", "macos", { gone: ["2025-09-22", "2025-12-08", "macos-15-large", 13046] }),
  row("macos-13-xlarge", "macos", { gone: ["2025-09-22", "2025-12-08", "macos-15-xlarge", 13046] }),
  row("macos-12", "macos", { gone: ["2024-10-07", "2024-12-03", "macos-15-intel", 10721] }),
  row("macos-12-large", "macos", { gone: ["2024-10-07", "2024-12-03", "macos-15-large", 10721] }),
  row("macos-11", "macos", { gone: ["2024-01-30", "2024-06-28", "macos-15-intel", 9255] }),
  row("macos-10.15", "macos", { gone: ["2022-05-31", "2022-12-01", "macos-15-intel", 5583] }),
];

const byLabel = new Map(RUNNER_LABELS.map((entry) => [entry.label, entry]));

/** The row of a hosted label, without case; undefined for anything else. */
export function findRunnerLabel(label: string): RunnerLabel | undefined {
  return byLabel.get(label.toLowerCase());
}

/** The operating system that a label names; null for one that says nothing of it. */
export function osOfLabel(label: string): RunnerOs | null {
  const lower = label.toLowerCase();
  const known = byLabel.get(lower);
  if (known) return known.os;
  if (lower === "linux" || /^ubuntu-/.test(lower)) return "linux";
  if (lower === "windows" || /^windows-/.test(lower)) return "windows";
  return lower === "macos" || /^macos-/.test(lower) ? "macos" : null;
}

export interface FloatingLabel {
  readonly label: string;
  /** The image that the label stands for once its last migration is over. */
  readonly image: string;
  /** The last announced migration; null where none was found. */
  readonly migration: Migration | null;
  readonly source: string;
  readonly seen: string;
}

/** Days are those of the announcement; between the first and the last a job gets one image or the other. */
interface Migration {
  readonly from: string;
  readonly announcedOn: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** `-latest` labels. */
export const FLOATING_LABELS: readonly FloatingLabel[] = [
  {
    label: "ubuntu-latest",
    image: "ubuntu-26.04",
    migration: { from: "ubuntu-24.04", announcedOn: "2026-09-17", startsOn: "2026-10-19", endsOn: "2026-11-19" },
    source: `${IMAGES}/issues/14748`,
    seen: SEEN,
  },
  { label: "windows-latest", image: "windows-2025", migration: null, source: `${IMAGES}/issues/14017`, seen: SEEN },
  { label: "macos-latest", image: "macos-26", migration: null, source: IMAGES, seen: SEEN },
  { label: "macos-latest-large", image: "macos-26-large", migration: null, source: IMAGES, seen: SEEN },
  { label: "macos-latest-xlarge", image: "macos-26-xlarge", migration: null, source: IMAGES, seen: SEEN },
];
