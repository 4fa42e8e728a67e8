export type Band = "good" | "fair" | "poor";

/** Band of a score from 0 to 100: the same for every axis. */
export function bandOf(score: number): Band {
  if (score >= 85) return "good";
  return score >= 60 ? "fair" : "poor";
}

const LEAST_SPAN = 20;

/** Lowest and highest score of a chart: what the values need, at least 20 points, inside 0 to 100. */
function domainOf(values: readonly number[]): { readonly low: number; readonly span: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(LEAST_SPAN, most - least);
  const low = Math.min(100 - span, Math.max(0, (least + most - span) / 2));
  return { low, span };
}

/** SVG path of a line through `values`, scores with the oldest first, in a box of the given size. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length === 0) return "";
  const { low, span } = domainOf(values);
  const y = (value: number) => (height - ((value - low) / span) * height).toFixed(1);
  const [first = 0] = values;
  if (values.length === 1) return `M0,${y(first)}L${width.toFixed(1)},${y(first)}`;
  const points = values.map((value, index) => `${((index * width) / (values.length - 1)).toFixed(1)},${y(value)}`);
  return `M${points.join("L")}`;
}
