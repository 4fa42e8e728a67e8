/** `npm run prove:generation`: what generation promises, measured. `-- --short` executes fewer stacks. */
import { parseArgs } from "node:util";
import { proveBadInput } from "./generation/bad-input.ts";
import { proveConfigurations } from "./generation/configurations.ts";
import { proveConversions } from "./generation/conversions.ts";
import { proveExecution } from "./generation/execution.ts";
import { proveProfiles } from "./generation/profiles.ts";
import { proveUpdates } from "./generation/updates.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });

const report = new Report();
await report.part("Stack profiles", async () => proveProfiles(report));
await report.part("Configurations", () => proveConfigurations(report));
await report.part("Updates", async () => proveUpdates(report));
await report.part("Conversions", async () => proveConversions(report));
await report.part("Bad input", async () => proveBadInput(report));
await report.part("Execution", () => proveExecution(report, values.short));
report.end();
