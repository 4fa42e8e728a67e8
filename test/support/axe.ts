/** The rules of axe-core on a page of ours, which has no frames: its script is given to the page once for all runs. */
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

export type AxeRules = { readonly type: "tag" | "rule"; readonly values: readonly string[] };

type Violation = { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[] }[] };
type Axe = {
  run(
    context: Document,
    options: { runOnly: AxeRules; resultTypes: readonly string[] },
  ): Promise<{ violations: Violation[] }>;
};

const ofPlaywright = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"));
const { source } = ofPlaywright("axe-core") as { readonly source: string };

/** The rules that the page breaks as it is now, each with the elements that do. Throws when axe does. */
export async function brokenRules(page: Page, rules: AxeRules): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe };
    // What is well is neither described nor sent.
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  }, rules);
}
