/** YAML of entries for `dependabot.yml`, one style for every fix that writes one. */

/** Days that a release waits before it is offered: long enough for most malicious ones to be found and withdrawn. */
export const COOLDOWN_DAYS = 7;

export interface EntryStyle {
  /** White space in front of the dash. */
  readonly indent: string;
  /** One more level. */
  readonly step: string;
  readonly quote: '"' | "'" | "";
  readonly interval: string;
}

/** Lines of an entry for the root folder, without a final newline. */
export function entrySource(ecosystem: string, { indent, step, quote, interval }: EntryStyle): string {
  const key = `${indent}  `;
  const text = (value: string) => `${quote}${value}${quote}`;
  return [
    `${indent}- package-ecosystem: ${text(ecosystem)}`,
    `${key}directory: ${text("/")}`,
    `${key}schedule:`,
    `${key}${step}interval: ${text(interval)}`,
    `${key}cooldown:`,
    `${key}${step}default-days: ${COOLDOWN_DAYS}`,
    `${key}groups:`,
    `${key}${step}${ecosystem}:`,
    `${key}${step}${step}patterns: [${quote === "'" ? "'*'" : '"*"'}]`,
  ].join("\n");
}
