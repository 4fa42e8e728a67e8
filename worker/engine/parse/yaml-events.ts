import { type Event, parseEvents, YAMLException } from "js-yaml";

/** GitHub's parser, a port of libyaml, does not care how lines inside brackets or quotes are indented; ours does. */
const MAX_INDENTED_LINES = 500;
const MAX_REPEATED_UNITS = 4 * 1024 * 1024;

/**
 * Events of a YAML text with offsets into it. Where a line inside brackets or quotes is indented too little, reads a copy in
 * which it is indented and maps the offsets back. Throws what the parser throws on the text itself.
 */
export function readYamlEvents(text: string, maxDepth: number): Event[] {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    const events = isDeficient(error) ? readIndented(text, error.mark.position, maxDepth) : null;
    if (events === null) throw error;
    return events;
  }
}

function readIndented(text: string, firstPosition: number, maxDepth: number): Event[] | null {
  const lines = new Set<number>();
  let position = firstPosition;
  let budget = MAX_REPEATED_UNITS;
  while (lines.size < MAX_INDENTED_LINES && budget > 0) {
    const line = text.lastIndexOf("\n", position - 1) + 1;
    if (lines.has(line)) return null;
    lines.add(line);
    const copy = new IndentedCopy(text, lines);
    budget -= copy.text.length;
    try {
      return parseEvents(copy.text, { maxDepth }).map((event) => copy.inOriginal(event));
    } catch (error) {
      if (!isDeficient(error)) return null;
      position = copy.toOriginal(error.mark.position);
    }
  }
  return null;
}

function isDeficient(error: unknown): error is YAMLException & { mark: { position: number } } {
  return error instanceof YAMLException && error.mark !== undefined && error.reason.startsWith("deficient indentation");
}

/** Deeper than any block that the parser still reads. */
const INDENT = " ".repeat(200);

/** A text with some lines indented further, and the way back to the original's offsets. */
class IndentedCopy {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(original: string, lineStarts: ReadonlySet<number>) {
    this.#starts = [...lineStarts].sort((a, b) => a - b);
    let out = "";
    let from = 0;
    for (const start of this.#starts) {
      out += original.slice(from, start) + INDENT;
      from = start;
    }
    this.text = out + original.slice(from);
  }

  toOriginal(offset: number): number {
    let shift = 0;
    for (const start of this.#starts) {
      if (offset < start + shift) break;
      shift += Math.min(INDENT.length, offset - (start + shift));
    }
    return offset - shift;
  }

  inOriginal(event: Event): Event {
    const moved: Record<string, unknown> = { ...event };
    for (const key of ["start", "valueStart", "valueEnd", "anchorStart", "anchorEnd", "tagStart", "tagEnd"]) {
      const offset = moved[key];
      if (typeof offset === "number" && offset >= 0) moved[key] = this.toOriginal(offset);
    }
    return moved as unknown as Event;
  }
}
