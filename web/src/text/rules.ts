/** Words of the catalogue of rules. */
import { plural } from "../format.ts";

export const ruleText = {
  title: "Rules",
  all: "All rules",
  lead: (count: number, version: string) => `${plural(count, "rule")} in rule set ${version}.`,
  search: "Search rules",
  placeholder: "Search by name or words",
  category: "Category",
  any: "All",
  shown: (shown: number, all: number) => (shown === all ? plural(all, "rule") : `${shown} of ${plural(all, "rule")}`),
  noneTitle: "No rule fits",
  none: "Search for other words, or choose another category.",
  what: "What it reports",
  why: "Why it matters",
  notReported: "What it does not report",
  fix: "How to fix it",
  example: "Example",
  before: "Reported",
  after: "Fixed",
  strict: "Strict profile",
  strictHint: "Silent unless the strict profile is asked for.",
  fixClass: { safe: "Safe fix", lookup: "Fix by lookup", review: "Fix to review", none: "Fixed by hand" },
  suppress: "Set it aside",
  suppressHint: "Where an exception is right, say so beside it, with the reason:",
  missingTitle: "There is no such rule",
  missing: "The address may be mistyped, or the rule is of another version.",
};
