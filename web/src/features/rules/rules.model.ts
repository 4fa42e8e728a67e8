import type { Category, Rule } from "../../api-types.ts";

export type RuleFilter = { readonly words: string; readonly category: Category | "all" };

/** Rules that have every word in their id, title or description; those whose id or title has them come first. */
export function matchingRules(rules: readonly Rule[], { words, category }: RuleFilter): Rule[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const inCategory = rules.filter((rule) => category === "all" || rule.category === category);
  const named = inCategory.filter((rule) => hasAll(`${rule.id} ${rule.title}`, wanted));
  const told = inCategory.filter((rule) => !named.includes(rule) && hasAll(rule.docs.what, wanted));
  return [...named, ...told];
}

function hasAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}
