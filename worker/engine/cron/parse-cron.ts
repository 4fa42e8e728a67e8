/** Five-field schedules as POSIX and GitHub read them: docs.github.com, `on.schedule`. */

/** docs.github.com, `on.schedule`: the shortest interval is once every five minutes. */
export const SHORTEST_MINUTES = 5;

export interface Schedule {
  /** Values of each field, sorted: minutes, hours, days of the month, months, days of the week (0 is Sunday). */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
}

export type CronResult =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly reason: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAYS = "sun mon tue wed thu fri sat".split(" ");

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of the month", min: 1, max: 31, words: [] },
  { name: "month", min: 1, max: 12, words: ["", ...MONTHS] },
  { name: "day of the week", min: 0, max: 6, words: DAYS },
];

/** Reads a schedule; the reason of a failure is a sentence without its full stop. */
export function parseCron(text: string): CronResult {
  const parts = text.trim().split(/\s+/);
  if (text.trim().startsWith("@"))
    return { ok: false, reason: `\`${text.trim()}\` is a nickname, which GitHub does not read; write five fields` };
  if (parts.length !== FIELDS.length) {
    return {
      ok: false,
      reason: `a schedule has 5 fields (minute, hour, day, month, weekday), this one has ${text.trim() === "" ? 0 : parts.length}`,
    };
  }
  const values: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const read = readField(parts[index] ?? "", field);
    if (typeof read === "string") return { ok: false, reason: read };
    values.push(read);
  }
  const [minutes = [], hours = []] = values;
  return { ok: true, schedule: { minutes, hours } };
}

function readField(text: string, field: Field): number[] | string {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const range = readRange(part, field);
    if (typeof range === "string") return range;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

type Range = { readonly from: number; readonly to: number; readonly step: number };

function readRange(part: string, field: Field): Range | string {
  const [body = "", step, rest] = part.split("/");
  if (rest !== undefined || (step !== undefined && !/^[1-9]\d*$/.test(step)))
    return `\`${part}\` has a step that is no positive number`;
  const ends = readEnds(body, step !== undefined, field);
  if (!ends) return `\`${part}\` is no ${field.name}: ${field.min} to ${field.max}`;
  return ends.from > ends.to ? `\`${part}\` runs backwards` : { ...ends, step: Number(step ?? 1) };
}

function readEnds(body: string, hasStep: boolean, field: Field): Pick<Range, "from" | "to"> | null {
  if (body === "*") return { from: field.min, to: field.max };
  const [first = "", last, more] = body.split("-");
  const from = readValue(first, field);
  const to = last === undefined ? (hasStep ? field.max : from) : readValue(last, field);
  return from === null || to === null || more !== undefined ? null : { from, to };
}

function readValue(text: string, { min, max, words }: Field): number | null {
  const named = text === "" ? -1 : words.indexOf(text.toLowerCase());
  if (named !== -1) return named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

/** Minutes between the two nearest starts within an hour and over its end; 60 and more for at most one start an hour. */
export function shortestGap({ minutes, hours }: Schedule): number {
  const within = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  const hasNeighbours = hours.some((hour) => hours.includes((hour + 1) % 24));
  const over = hasNeighbours ? 60 - (minutes.at(-1) ?? 0) + (minutes[0] ?? 0) : Number.POSITIVE_INFINITY;
  return Math.min(...within, over);
}
