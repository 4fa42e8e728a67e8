/** The only place that writes to the console: one JSON line an event, allow-listed fields, secrets masked. */
import type { Clock } from "./platform/clock.ts";

const FIELDS = [
  "correlation_id",
  "org_id",
  "user_id",
  "session_id",
  "repository_id",
  "job_id",
  "analysis_id",
  "delivery_id",
  "hook_id",
  "kind",
  "state",
  "from",
  "step",
  "seq",
  "attempt",
  "lost",
  "fence",
  "delay_ms",
  "queue",
  "cron",
  "object",
  "method",
  "route",
  "status",
  "duration_ms",
  "count",
  "code",
  "reason",
  "purpose",
  "directive",
  "hash",
] as const;

export type LogFields = { readonly [K in (typeof FIELDS)[number]]?: string | number | boolean | null | undefined };
type LogLevel = "info" | "warning" | "error";

export type Log = {
  info(event: string, fields?: LogFields): void;
  warning(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log whose every line carries these fields too. */
  with(fields: LogFields): Log;
};

const SECRET_SHAPES =
  /\b(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|ado_[A-Za-z0-9]{16,}|sk-[\w-]{20,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|enc:v1\.[\w.-]+|xox[a-z]-[\w-]{10,}|whsec_[\w-]{8,}|Bearer\s+\S+)/g;
const MAX_TEXT = 2_000;

/** Masks what looks like a token and bounds the length. JSON escapes CR and LF, so one event stays one line. */
function clean(value: string): string {
  return value.slice(0, MAX_TEXT).replace(SECRET_SHAPES, "[masked]");
}

function lineOf(at: number, level: LogLevel, event: { name: string; fields: LogFields }): string {
  const line: Record<string, unknown> = { at: new Date(at).toISOString(), level, event: clean(event.name) };
  for (const field of FIELDS) {
    const value = event.fields[field];
    if (value !== undefined) line[field] = typeof value === "string" ? clean(value) : value;
  }
  return JSON.stringify(line);
}

/** A log that stamps lines with `clock`. Fields outside the allow-list are dropped. */
export function createLog(clock: Clock, fields: LogFields = {}): Log {
  const write =
    (level: LogLevel) =>
    (event: string, more: LogFields = {}) => {
      // biome-ignore lint/suspicious/noConsole: the one place that writes log lines
      console.log(lineOf(clock.now(), level, { name: event, fields: { ...fields, ...more } }));
    };
  return {
    info: write("info"),
    warning: write("warning"),
    error: write("error"),
    with: (more) => createLog(clock, { ...fields, ...more }),
  };
}
