/** Words of the checks of pull requests. */
import { formatNumber, plural } from "../format.ts";

export const pullText = {
  title: "Pull request checks",
  lead: "Checked when opened and with each push; GitHub is told what is new on changed lines.",
  none: "No pull request was checked yet",
  noneDetail: "Open one on GitHub, or push to one that is open. Its result appears here and on the pull request.",
  conclusions: { success: "Nothing new", neutral: "New, minor", failure: "New problems" },
  conclusionHints: {
    success: "It brings no finding on the lines that it changes.",
    neutral: "What it brings is of medium severity at most.",
    failure: "It brings a finding of high severity or above.",
  },
  fresh: (count: number) => `${formatNumber(count)} new`,
  fixed: (count: number) => `${formatNumber(count)} fixed`,
  fork: "Fork",
  forkHint: "It comes from a fork. Only its configuration was read; nothing of it ran.",
  states: { open: "Open", merged: "Merged", closed: "Closed" },
  reported: {
    check_run: "Told GitHub in a check run",
    status: "Told GitHub in a status",
    none: "GitHub was not told",
  },
  checked: "Checked",
  findings: (number: number) => `New findings of pull request ${number}`,
  shown: (shown: number, all: number) =>
    `${formatNumber(shown)} of ${plural(all, "new finding")} ${shown === 1 ? "is" : "are"} on lines that it changes.`,
  seeJob: "Steps and log",
  again: "Check again",
  againNamed: (number: number) => `Check pull request ${number} again`,
  started: (number: number) => `Pull request #${number} is checked.`,
  watch: "Watch it",
  more: "Show older checks",
  show: (number: number) => `Findings of pull request ${number}`,
};
