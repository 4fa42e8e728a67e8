import type { Entry } from "../../../model/workflow.ts";
import type { Literals } from "./literals.ts";
import { isComputed, type Losses, shown, soleExpression } from "./notes.ts";

interface Variables {
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that a secret or a setting of the same name fills. */
  readonly secrets: readonly string[];
}

interface Place {
  /** The job's id; null for the whole workflow. */
  readonly job: string | null;
  readonly literals: Literals;
}

/** Variables with a value that every platform can hold. Others are listed; secrets are told by name. */
export function readEnv(entries: readonly Entry[], { job, literals }: Place, losses: Losses): Variables {
  const env: [string, string][] = [];
  const secrets: string[] = [];
  for (const { name, value } of entries) {
    const text = withPorts(literals(value?.value ?? ""));
    const secret = secretName(text);
    if (secret === name && name !== OWN_TOKEN) secrets.push(name);
    else if (!isComputed(text)) env.push([name, text]);
    else losses.add(job, lossOf(name, text, secret));
  }
  return { env: Object.fromEntries(env), secrets };
}

/** The port that GitHub maps a service's to, as the service's own: in a pipeline there is no other. */
function withPorts(text: string): string {
  return text.replace(/\$\{\{\s*job\.services\.[\w-]+\.ports\[['"]?(\d+)['"]?\]\s*\}\}/g, "$1");
}

function secretName(text: string): string | null {
  return /^(?:secrets|vars)\.([A-Za-z_]\w*)$/.exec(soleExpression(text) ?? "")?.[1] ?? null;
}

/** GitHub makes one for each job. */
const OWN_TOKEN = "GITHUB_TOKEN";

function lossOf(name: string, text: string, secret: string | null): string {
  if (secret === OWN_TOKEN)
    return `Variable \`${name}\` holds GitHub's own token of the job, which other platforms do not have.`;
  return secret === null
    ? `Variable \`${name}\` is computed by GitHub (${shown(text)}): set it in the new place by hand.`
    : `Variable \`${name}\` comes from the secret \`${secret}\`: name the secret like the variable, or set it by hand.`;
}
