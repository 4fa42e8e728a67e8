/**
 * `npm run prove:security`: who gets in, who sees what, and what is left behind, by attacking it. `-- --short` leaves out what takes
 * minutes, `--part rotation` runs one part, `--part rotation,audit` several.
 */
import { parseArgs } from "node:util";
import { Report } from "./report.ts";
import { proveAudit } from "./security/audit.ts";
import { proveBadInput } from "./security/bad-input.ts";
import { proveBrowser } from "./security/browser.ts";
import { proveDeletion } from "./security/deletion.ts";
import { proveFuzz } from "./security/fuzz.ts";
import { proveIsolation } from "./security/isolation.ts";
import { proveRotation } from "./security/rotation.ts";
import { proveSecrets } from "./security/secrets.ts";
import { proveSessions } from "./security/sessions.ts";
import { proveSignIn } from "./security/sign-in.ts";

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, part: { type: "string" } },
});

type Part = {
  readonly title: string;
  readonly prove: (report: Report, short: boolean) => Promise<void>;
  readonly withShort?: true;
};

/** By name, in the order in which they run. Those `withShort` run with `--short` too; any runs, in either form, when it is named. */
const PARTS: Readonly<Record<string, Part>> = {
  "sign-in": { title: "Sign-in is attacked", prove: proveSignIn, withShort: true },
  sessions: { title: "Sessions are stolen, shared and revoked", prove: proveSessions },
  "bad-input": { title: "Bad input", prove: proveBadInput, withShort: true },
  fuzz: { title: "Requests made from the API's own description", prove: proveFuzz, withShort: true },
  isolation: { title: "The filter by organization is left out, table by table", prove: proveIsolation },
  rotation: { title: "The encryption key changes under load", prove: proveRotation, withShort: true },
  deletion: { title: "An organization is exported and deleted", prove: proveDeletion, withShort: true },
  audit: { title: "The audit log is tampered with", prove: proveAudit, withShort: true },
  secrets: { title: "Planted secrets are found nowhere", prove: proveSecrets, withShort: true },
  browser: { title: "What scripts and other sites can do to the pages", prove: proveBrowser },
};

const usual = Object.keys(PARTS).filter((name) => !values.short || PARTS[name]?.withShort);
const chosen = values.part?.split(",") ?? usual;
const unknown = chosen.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  throw new Error(`There is no part ${unknown}: choose from ${Object.keys(PARTS).join(", ")}.`);
}

const report = new Report();
for (const [name, { title, prove }] of Object.entries(PARTS)) {
  if (chosen.includes(name)) await report.part(title, () => prove(report, values.short));
}
report.end();
