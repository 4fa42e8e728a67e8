/** A valid UUIDv7 whose last digits are `number`, so that fixtures are stable and tell where they belong. */
export function idOf(kind: "repository" | "analysis" | "job" | "finding" | "fix" | "other", number: number): string {
  const family = { repository: "a", analysis: "b", job: "c", finding: "d", fix: "e", other: "f" }[kind];
  return `0193${family}000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

const NOW = Date.now();

/** ISO 8601, `minutes` ago. */
export function ago(minutes: number): string {
  return minutesBefore(NOW, minutes);
}

/** As `ago`, by the clock as it is when asked: for what the pages themselves compare with the time. */
export function justAgo(minutes: number): string {
  return minutesBefore(Date.now(), minutes);
}

function minutesBefore(at: number, minutes: number): string {
  return new Date(at - minutes * 60_000).toISOString();
}
