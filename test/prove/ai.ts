/** `npm run prove:ai`: what the AI may do and may not, measured. `-- --short` leaves out what takes minutes. */
import { parseArgs } from "node:util";
import { proveBreaker } from "./ai/breaker.ts";
import { proveQuota } from "./ai/quota.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });

const report = new Report();
await report.part("Quota", async () => proveQuota(report, values.short));
await report.part("Circuit breaker", async () => proveBreaker(report));
report.end();
