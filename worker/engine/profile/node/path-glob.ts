/** True when a folder matches the globs of a workspace: later ones that begin with `!` take away. `*`, `**`, `?` and `{a,b}` as in npm and pnpm. */
export function matchesGlobs(path: string, globs: readonly string[]): boolean {
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const unwanted = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  return wanted.some((glob) => matches(path, glob)) && !unwanted.some((glob) => matches(path, glob));
}

function matches(path: string, glob: string): boolean {
  const bare = glob.replace(/^\.\//, "").replace(/\/(?:package\.json)?$/, "");
  return alternatives(bare).some((pattern) => matchesSegments(path.split("/"), pattern.split("/")));
}

const MOST_ALTERNATIVES = 64;

/** `packages/{a,b}` as `packages/a` and `packages/b`. */
function alternatives(glob: string): readonly string[] {
  let patterns: readonly string[] = [glob];
  for (let round = 0; round < 4; round += 1) {
    patterns = patterns
      .flatMap((pattern) => {
        const brace = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(pattern);
        return brace ? (brace[2] ?? "").split(",").map((option) => `${brace[1]}${option}${brace[3]}`) : [pattern];
      })
      .slice(0, MOST_ALTERNATIVES);
  }
  return patterns;
}

function matchesSegments(path: readonly string[], pattern: readonly string[]): boolean {
  return covers(path, pattern, { any: "**", fits: matchesName });
}

function matchesName(name: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return name === pattern;
  const parts = [...pattern.replaceAll(/\*+/g, "*")];
  return covers([...name], parts, { any: "*", fits: (character, part) => part === "?" || part === character });
}

interface Step {
  /** The part that stands for any number of items. */
  readonly any: string;
  readonly fits: (item: string, part: string) => boolean;
}

/** Part by part with all places that it may end at, so that no pattern takes longer than items times parts. */
function covers(items: readonly string[], parts: readonly string[], { any, fits }: Step): boolean {
  let ends: readonly number[] = [0];
  for (const part of parts) {
    const [from = items.length + 1] = ends;
    ends =
      part === any
        ? Array.from({ length: Math.max(0, items.length - from + 1) }, (_, index) => from + index)
        : ends.filter((end) => end < items.length && fits(items[end] ?? "", part)).map((end) => end + 1);
  }
  return ends.includes(items.length);
}
