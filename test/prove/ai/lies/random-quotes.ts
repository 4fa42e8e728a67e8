import type { Bench, Lie } from "./kinds-of-lie.ts";
import { seeded } from "./seeded.ts";

/** Quotes by chance: stretches of other files and of the wrong lines, and the right lines with their words shuffled. */
export function randomQuotes(benches: readonly Bench[], count: number): Lie[] {
  const pick = seeded(20_261_121);
  const lies: Lie[] = [];
  while (lies.length < count) {
    const bench = benches[pick(benches.length)];
    const claim = bench?.claims[pick(bench.claims.length)];
    const sentFile = bench?.ground.context.files[pick(bench.ground.context.files.length)];
    if (!bench || !claim || !sentFile) continue;
    const line = 1 + pick(sentFile.lines.length);
    const endLine = Math.min(sentFile.lines.length, line + pick(3));
    const own = sentFile.lines
      .slice(line - 1, endLine)
      .map(({ text }) => text)
      .join("\n");
    const quote = lies.length % 2 === 0 ? stretchOf(benches, pick) : shuffled(own, pick);
    if (quote.trimEnd() === own.trimEnd()) continue;
    lies.push({ claim: { ...claim, path: sentFile.path, line, endLine, quote }, ground: bench.ground });
  }
  return lies;
}

type Pick = (below: number) => number;

function stretchOf(benches: readonly Bench[], pick: Pick): string {
  const texts = benches.flatMap(({ sample }) => Object.values(sample.files));
  const text = texts[pick(texts.length)] ?? "";
  if (pick(2) === 0) return text.split("\n")[pick(text.split("\n").length)] ?? "";
  const start = pick(text.length);
  return text.slice(start, start + 1 + pick(120));
}

function shuffled(text: string, pick: Pick): string {
  const words = text.split(" ");
  for (let at = words.length - 1; at > 0; at -= 1) {
    const other = pick(at + 1);
    [words[at], words[other]] = [words[other] ?? "", words[at] ?? ""];
  }
  return words.join(" ");
}
