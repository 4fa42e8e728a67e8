/** What only the whole product can show: the Worker with its queues, objects and database, over a scripted provider. */
import { existsSync } from "node:fs";
import { buildWeb, stopEverything } from "../../../scripts/stack.ts";
import type { Report } from "../report.ts";
import { proveCanaries } from "./canaries.ts";
import { proveClones } from "./clones.ts";
import { proveFaults } from "./faults.ts";
import { Product } from "./product.ts";

const BUILT = new URL("../../../dist/client/index.html", import.meta.url);

/** `short`: fewer clones and faults, none of those that take a minute each. */
export async function proveRunningProduct(report: Report, short: boolean): Promise<void> {
  if (!existsSync(BUILT)) await buildWeb();
  try {
    const product = await Product.start();
    const [person, other] = [await product.person("dev"), await product.person("other")];
    await report.part("Clones of one workflow", () => proveClones(report, { product, person, other, short }));
    await report.part("Secrets in pipelines", () => proveCanaries(report, { product, person }));
    await report.part("Failures of a provider", () => proveFaults(report, { product, person, short }));
    await product.end();
  } finally {
    await stopEverything();
  }
}
