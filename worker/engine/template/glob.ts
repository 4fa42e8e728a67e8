type Piece = { readonly kind: "text"; readonly char: string } | { readonly kind: "one" | "some" | "all" };

/**
 * A test of whole names: `*` and `?` stand for anything but a slash, `**` for anything, and `**` with a slash behind it for
 * nothing too. The case of letters does not count. Time grows with the product of both lengths at most.
 */
export function glob(pattern: string): (name: string) => boolean {
  const pieces = piecesOf(pattern.toLowerCase());
  return (name) => matches(pieces, name.toLowerCase());
}

function piecesOf(pattern: string): Piece[] {
  const parts = pattern.match(/\*\*+\/?|[\s\S]/g) ?? [];
  return parts.map((part): Piece => {
    if (part.startsWith("**")) return { kind: "all" };
    if (part === "*") return { kind: "some" };
    return part === "?" ? { kind: "one" } : { kind: "text", char: part };
  });
}

function matches(pieces: readonly Piece[], name: string): boolean {
  let states = skip(pieces, new Set([0]));
  for (const char of name) {
    const next = new Set<number>();
    for (const after of [...states].flatMap((state) => step(pieces, state, char))) next.add(after);
    if (next.size === 0) return false;
    states = skip(pieces, next);
  }
  return states.has(pieces.length);
}

/** Adds what is reached by letting `*` and `**` stand for nothing. */
function skip(pieces: readonly Piece[], states: Set<number>): Set<number> {
  for (const state of states) {
    const kind = pieces[state]?.kind;
    if (kind === "some" || kind === "all") states.add(state + 1);
  }
  return states;
}

function step(pieces: readonly Piece[], state: number, char: string): number[] {
  const piece = pieces[state];
  if (piece === undefined) return [];
  if (piece.kind === "text") return piece.char === char ? [state + 1] : [];
  if (piece.kind === "all") return [state];
  if (char === "/") return [];
  return piece.kind === "one" ? [state + 1] : [state];
}
