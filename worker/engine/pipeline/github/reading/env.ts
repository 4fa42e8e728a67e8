import type { Entry } from "../../../model/workflow.ts";
import { isComputed, type Losses, shown, soleExpression } from "./notes.ts";

interface Variables {
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that a secret or a setting of the same name fills. */
  readonly secrets: readonly string[];
}

/** Variables with a value that every platform can hold. Others are listed; secrets are told by name. */
export function readEnv(entries: readonly Entry[], job: string | null, losses: Losses): Variables {
  const env: [string, string][] = [];
  const secrets: string[] = [];
  for (const { name, value } of entries) {
    const text = withPorts(value?.value ?? "");
    const secret = secretName(text);
    if (secret === name) secrets.push(name);
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

function lossOf(name: string, text: string, secret: string | null): string {
  return secret === null
    ? `Variable \`${name}\` is computed by GitHub (${shown(text)}): set it in the new place by hand.`
    : `Variable \`${name}\` comes from the secret \`${secret}\`: name the secret like the variable, or set it by hand.`;
}
