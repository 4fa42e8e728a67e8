/** Numbers of a table as one printable character each, evenly spaced from `low` to `high`. */
export interface PackedTable {
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

/** Printable ASCII without what a string in double quotes must escape, and without backticks. */
const FIRST = 40;
const SKIPPED = [92, 96];
const STEPS = 84;

/** Rounds each number to the nearest of 85 steps. */
export function packTable(numbers: readonly number[]): PackedTable {
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const step = (high - low) / STEPS || 1;
  const text = numbers.map((number) => charOf(Math.round((number - low) / step))).join("");
  return { low, high, text };
}

/** The numbers of a packed table. */
export function unpackTable({ low, high, text }: PackedTable): Float64Array {
  const step = (high - low) / STEPS;
  return Float64Array.from(text, (char) => low + step * stepOf(char.charCodeAt(0)));
}

function charOf(step: number): string {
  let code = FIRST + step;
  for (const skipped of SKIPPED) if (code >= skipped) code += 1;
  return String.fromCharCode(code);
}

function stepOf(code: number): number {
  return code - FIRST - SKIPPED.filter((skipped) => code > skipped).length;
}
