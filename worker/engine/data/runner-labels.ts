/**
 * Labels of GitHub's hosted runners. Source: github.com/actions/runner-images (README and announcements) and docs.github.com,
 * "GitHub-hosted runners reference", seen 2026-11-21. Days are UTC.
 */

export type RunnerOs = "linux" | "windows" | "macos";

export interface RunnerLabel {
  readonly label: string;
  readonly os: RunnerOs;
  /** Announced last day; null while none is. */
  readonly removedOn: string | null;
  /** What to write instead of a label that goes. */
  readonly successor: string | null;
  readonly source: string;
}

const IMAGES = "https://github.com/actions/runner-images";

function row(
  label: string,
  os: RunnerOs,
  gone?: readonly [removedOn: string, successor: string, issue: number],
): RunnerLabel {
  const [removedOn = null, successor = null, issue] = gone ?? [];
  return { label, os, removedOn, successor, source: issue === undefined ? IMAGES : `${IMAGES}/issues/${issue}` };
}

export const RUNNER_LABELS: readonly RunnerLabel[] = [
  row("ubuntu-latest", "linux"),
  row("ubuntu-26.04", "linux"),
  row("ubuntu-26.04-arm", "linux"),
  row("ubuntu-24.04", "linux"),
  row("ubuntu-24.04-arm", "linux"),
  row("ubuntu-22.04", "linux", ["2027-04-17", "ubuntu-24.04", 14254]),
  row("ubuntu-22.04-arm", "linux", ["2027-04-17", "ubuntu-24.04-arm", 14254]),
  row("ubuntu-slim", "linux"),
  row("ubuntu-20.04", "linux", ["2025-04-15", "ubuntu-24.04", 11101]),
  row("ubuntu-18.04", "linux", ["2023-04-03", "ubuntu-24.04", 6002]),
  row("ubuntu-16.04", "linux", ["2021-09-20", "ubuntu-24.04", 3287]),
  row("windows-latest", "windows"),
  row("windows-2025", "windows"),
  row("windows-2025-vs2026", "windows"),
  row("windows-2022", "windows"),
  row("windows-11-arm", "windows"),
  row("windows-11-vs2026-arm", "windows"),
  row("windows-2019", "windows", ["2025-06-30", "windows-2025", 12045]),
  row("windows-2016", "windows", ["2022-03-15", "windows-2025", 5238]),
  row("macos-latest", "macos"),
  row("macos-latest-large", "macos"),
  row("macos-latest-xlarge", "macos"),
  row("macos-26", "macos"),
  row("macos-26-intel", "macos"),
  row("macos-26-large", "macos"),
  row("macos-26-xlarge", "macos"),
  row("macos-15", "macos"),
  row("macos-15-intel", "macos"),
  row("macos-15-large", "macos"),
  row("macos-15-xlarge", "macos"),
  row("macos-14", "macos", ["2026-11-02", "macos-15", 13518]),
  row("macos-14-large", "macos", ["2026-11-02", "macos-15-large", 13518]),
  row("macos-14-xlarge", "macos", ["2026-11-02", "macos-15-xlarge", 13518]),
  row("macos-13", "macos", ["2025-12-08", "macos-15-intel", 13046]),
  row("macos-13-large", "macos", ["2025-12-08", "macos-15-large", 13046]),
  row("macos-13-xlarge", "macos", ["2025-12-08", "macos-15-xlarge", 13046]),
  row("macos-12", "macos", ["2024-12-03", "macos-15-intel", 10721]),
  row("macos-12-large", "macos", ["2024-12-03", "macos-15-large", 10721]),
  row("macos-11", "macos", ["2024-06-28", "macos-15-intel", 9255]),
  row("macos-10.15", "macos", ["2022-08-30", "macos-15-intel", 5583]),
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
  /** The image that the label stands for; while it migrates, the one that it leaves. */
  readonly image: string;
  /** First day of an announced migration to another image; null without one. */
  readonly movesOn: string | null;
  readonly source: string;
}

/** `-latest` labels. Source: the README of runner-images and its announcements, seen 2026-11-21. */
export const FLOATING_LABELS: Readonly<Record<string, FloatingLabel>> = {
  "ubuntu-latest": { image: "ubuntu-24.04", movesOn: "2026-10-19", source: `${IMAGES}/issues/14748` },
  "windows-latest": { image: "windows-2025", movesOn: null, source: `${IMAGES}/issues/14017` },
  "macos-latest": { image: "macos-26", movesOn: null, source: IMAGES },
  "macos-latest-large": { image: "macos-26-large", movesOn: null, source: IMAGES },
  "macos-latest-xlarge": { image: "macos-26-xlarge", movesOn: null, source: IMAGES },
};
