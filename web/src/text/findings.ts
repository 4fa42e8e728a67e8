/** Words of findings, fixes and the pull request that carries them. */
import { plural } from "../format.ts";

export const categoryText = { security: "Security", ci_cd: "CI/CD", performance: "Performance", quality: "Quality" };

export const findingText = {
  title: "Findings",
  severity: "Severity",
  category: "Category",
  all: "All",
  count: (shown: number, all: number) =>
    shown === all ? plural(all, "finding") : `${shown} of ${plural(all, "finding")}`,
  places: (count: number) => plural(count, "place"),
  fixes: (count: number) => plural(count, "proved fix", "proved fixes"),
  noFix: "No automatic fix: read why, and change it by hand.",
  why: "Why it matters",
  ruleDocs: "What this rule reports, and what it does not",
  generate: "Generate the pipeline that is missing",
  also: (count: number) => `This change also solves ${plural(count, "other finding")}.`,
  classes: { safe: "Safe", lookup: "Looked up", review: "Review" },
  classHints: {
    safe: "Does not change what the pipeline does.",
    lookup: "Uses a fact that we looked up on GitHub, such as the commit of a tag.",
    review: "Can change what the pipeline does. Read it before you merge.",
  },
  select: (title: string) => `Select the fix: ${title}`,
  selectGroup: (title: string) => `Select all fixes of: ${title}`,
  selectSafe: (count: number) => `Select ${plural(count, "fix", "fixes")}`,
  clearSelection: "Clear",
  selected: (count: number) => `${plural(count, "fix", "fixes")} selected`,
  open: "Open pull request",
  inPullRequest: (number: number) => `In pull request #${number}`,
  more: (count: number) => `Show ${plural(count, "more place", "more places")}`,
  waived: "Waived",
  noneTitle: "Nothing to improve was found",
  none: "Every rule that applies is satisfied at this commit.",
  noMatchTitle: "No finding fits the filters",
  noMatch: "Choose another severity or category.",
  clearFilters: "Show all findings",
  line: (line: number) => `line ${line}`,
  newFile: "not there yet",
};

export const receiptText = {
  title: "Receipt",
  proved: "Proved on the patched files",
  findings: "Findings",
  change: (before: number, after: number) => `${before} → ${after}`,
  changeLong: (before: number, after: number) => `${before} before, ${after} after`,
  ruleSet: "Rule set",
  files: "Files",
  hashes: "SHA-256 before → after",
  passed: "passed",
  notPassed: "failed",
  checks: {
    parses: "Every changed file parses",
    valid_for_platform: "Valid for its platform",
    finding_gone: "The finding is gone",
    no_new_finding: "No new finding appears",
    untouched_elsewhere: "Everything else is unchanged",
    idempotent: "Fixing twice changes nothing more",
  } as Readonly<Record<string, string>>,
};

export const planText = {
  title: "Open pull request",
  planning: "Preparing the plan. Nothing is written yet.",
  lead: "This is everything that will be written. Your default branch is not touched.",
  branch: "New branch",
  base: "Into",
  at: "at",
  prTitle: "Title",
  body: "Description",
  files: (count: number) => plural(count, "changed file"),
  confirm: "Open pull request",
  opening: "Opening the pull request",
  cancel: "Cancel",
  openedTitle: (number: number) => `Pull request #${number} is open`,
  opened: "Merge it on GitHub; the merge starts a new analysis here.",
  view: "View on GitHub",
  done: "Done",
  stillOpening: "GitHub is slow. The pull request is still being opened; ask again, and there will be only one.",
  check: "Check again",
};
