/** `npm run prove:main-job`: the main job, whole, on real input. `-- --short` leaves out the fresh clone. */
import { parseArgs } from "node:util";
import { buildWeb, stopEverything } from "../../scripts/stack.ts";
import { proveAudits } from "./main-job/audits.ts";
import { proveFreshClone } from "./main-job/fresh-clone.ts";
import { proveOwnRepository } from "./main-job/own-repository.ts";
import { proveSamples } from "./main-job/samples.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });

const report = new Report();
try {
  await buildWeb();
  await report.part("The samples", () => proveSamples(report));
  await report.part("A clone of this project's repository", () => proveOwnRepository(report));
  await report.part("The audit command", () => proveAudits(report));
  if (!values.short) await report.part("A fresh clone", () => proveFreshClone(report));
} finally {
  await stopEverything();
}
report.end();
