export type Band = "good" | "fair" | "poor";

/** Band of a score from 0 to 100: the same for every axis. */
export function bandOf(score: number): Band {
  if (score >= 85) return "good";
  return score >= 60 ? "fair" : "poor";
}

/** SVG path of a line through `values`, in a box of the given size. Values run from 0 to 100, left is oldest. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length === 0) return "";
  const step = values.length === 1 ? 0 : width / (values.length - 1);
  const points = values.map((value, index) => {
    const x = values.length === 1 ? width : index * step;
    return `${x.toFixed(1)},${(height - (value / 100) * height).toFixed(1)}`;
  });
  return values.length === 1 ? `M0,${points[0]?.split(",")[1]}L${points[0]}` : `M${points.join("L")}`;
}
