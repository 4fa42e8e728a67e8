/** How benchmarks print: one row a figure, at the end all of them as one line of JSON. */

export class Figures {
  readonly #rows: Record<string, number> = {};

  /** `unit` stands behind the figure; names are unique within a run. */
  add(name: string, value: number, unit: string): void {
    this.#rows[name] = value;
    console.log(
      `${name.padEnd(44)} ${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 1 }).padStart(12)} ${unit}`,
    );
  }

  end(): void {
    console.log(JSON.stringify(this.#rows));
  }
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
