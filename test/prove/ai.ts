/** `npm run prove:ai`: what the AI may do and may not, measured. `-- --short` leaves out what takes minutes. */
import { parseArgs } from "node:util";
import { proveBreaker } from "./ai/breaker.ts";
import { proveCompromised } from "./ai/compromised.ts";
import { proveContexts } from "./ai/contexts.ts";
import { proveInjections } from "./ai/injections.ts";
import { proveLies } from "./ai/lies.ts";
import { proveQuota } from "./ai/quota.ts";
import { proveRedaction } from "./ai/redaction.ts";
import { proveRunningProduct } from "./ai/running-product.ts";
import { proveTokens } from "./ai/tokens.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });

const report = new Report();
await report.part("Redaction", async () => proveRedaction(report, values.short));
await report.part("Contexts", async () => proveContexts(report, values.short));
await report.part("Token estimates", async () => proveTokens(report, values.short));
await report.part("Lies", async () => proveLies(report, values.short));
await report.part("Injections", async () => proveInjections(report, values.short));
await report.part("A compromised model", async () => proveCompromised(report, values.short));
await report.part("Quota", async () => proveQuota(report, values.short));
await report.part("Circuit breaker", async () => proveBreaker(report));
await report.part("The running product", () => proveRunningProduct(report, values.short));
report.end();
