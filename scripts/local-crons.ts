/** The clock of the product on one machine: the local runtime knows the cron expressions of wrangler.toml, and runs none by itself. */
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

const MINUTE_MS = 60_000;
/** The endpoint of workerd's development server that runs what is due at an expression. */
const RUN = "/cdn-cgi/local/scheduled";

/** The expressions that the Worker is deployed with. */
export function deployedCrons(): string[] {
  const text = readFileSync(new URL("../wrangler.toml", import.meta.url), "utf8");
  const { triggers } = parse(text) as { triggers?: { crons?: string[] } };
  return triggers?.crons ?? [];
}

function fits(field: string, value: number): boolean {
  if (field === "*") return true;
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  return step === undefined ? Number(field) === value : value % Number(step) === 0;
}

/** Those of the expressions that are due in this minute (UTC). Minutes and hours alone count: ours name no days. */
export function dueCrons(expressions: readonly string[], at: Date): string[] {
  return expressions.filter((expression) => {
    const [minute = "*", hour = "*"] = expression.split(" ");
    return fits(minute, at.getUTCMinutes()) && fits(hour, at.getUTCHours());
  });
}

/** Runs everything once, because a laptop sleeps through the night, and then whatever is due each minute. Ends with the process. */
export function startLocalCrons(url: string): void {
  const expressions = deployedCrons();
  const run = (expression: string) =>
    // A run that is missed is made up for by the next.
    fetch(`${url}${RUN}?${new URLSearchParams({ cron: expression })}`).catch(() => undefined);
  const runAll = (due: readonly string[]) => void Promise.all(due.map(run));
  setTimeout(() => runAll(expressions), MINUTE_MS).unref();
  setInterval(() => runAll(dueCrons(expressions, new Date())), MINUTE_MS).unref();
}
