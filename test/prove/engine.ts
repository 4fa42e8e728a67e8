/** `npm run prove:engine`: what the audit engine promises, measured. `-- --short` runs fewer cases of each. */
import { parseArgs } from "node:util";
import { proveMutation } from "./engine/mutation.ts";
import { provePackage } from "./engine/package.ts";
import { proveProperties } from "./engine/properties.ts";
import { proveRobustness } from "./engine/robustness.ts";
import { proveRules } from "./engine/rules.ts";
import { proveSaboteurs } from "./engine/saboteurs.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });
const size = values.short
  ? { properties: 30, mutations: 1_000, mutants: 12 }
  : { properties: 500, mutations: 20_000, mutants: 500 };

const report = new Report();
await report.part("The rules", () => proveRules(report));
await report.part("Properties", async () => proveProperties(report, size.properties));
await report.part("Saboteurs", async () => proveSaboteurs(report));
await report.part("Robustness", () => proveRobustness(report, size.mutations));
await report.part("The package", () => provePackage(report));
await report.part("Mutants", () => proveMutation(report, size.mutants));
report.end();
