/** Comments of scripts and other sources, taken out as far as that is certain: what may be content stays. */
import { heredocLines, quotedLines } from "./content-lines.ts";

/**
 * The text without comments that have a line of their own, on the same lines.
 * @param path tells the language; a text of an unknown one is returned as it is
 */
export function withoutCodeComments(path: string, text: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.(?:[cm]?[jt]sx?|go|rs|java|kts?|groovy|gradle|swift|c|h|cpp|cs|scala|php)$/.test(name))
    return withoutSlashes(text);
  if (/\.py$/.test(name)) return withoutHashes(text, quotedLines(text, ['"""', "'''"]));
  if (/\.toml$/.test(name)) return withoutHashes(text, quotedLines(text, ['"""', "'''"]));
  if (isShell(name, text)) return withoutHashes(text, heredocLines(text));
  if (HASHED.test(name)) return withoutHashes(text, heredocLines(text));
  return text;
}

const HASHED =
  /(?:^|\.)(?:Dockerfile|Containerfile)(?:\.|$)|^(?:GNU|gnu)?[Mm]akefile|^[Jj]ustfile$|\.(?:mk|rb|cfg|ini|pl|tf|hcl|ex|exs|properties|txt|in)$|^(?:Gemfile|Rakefile|\.tool-versions|go\.mod|Pipfile)$/;

/** By its name, or by its first line. */
export function isShell(path: string, text: string): boolean {
  if (/\.(?:sh|bash|zsh|ksh|bats)$/.test(path)) return true;
  return !/\.\w+$/.test(path) && /^\ufeff?#!.{0,40}\b(?:ba|z|k|da)?sh\b/.test(text);
}

/** A shebang and the directives of a Dockerfile say what runs the file. */
const DIRECTIVE = /^\ufeff?#(?:!|\s*(?:syntax|escape|check)\s*=)/i;

function withoutHashes(text: string, kept: ReadonlySet<number>): string {
  const lines = text.split("\n");
  return lines
    .map((line, index) => {
      const isComment = line.trimStart().startsWith("#") && !kept.has(index);
      return isComment && !(index < 3 && DIRECTIVE.test(line)) ? "" : line;
    })
    .join("\n");
}

/** What a line of a language with `//` may stand in. */
type Inside = "code" | "block" | "template";

/** Whole lines of `//`, and blocks that begin and end on lines of their own; nothing where a template text spans lines. */
function withoutSlashes(text: string): string {
  let inside: Inside = "code";
  const kept = text.split("\n").map((line) => {
    const before = inside;
    const isComment = before === "code" && /^\s*\/[/*]/.test(line);
    inside = insideBehind(line, before);
    if (before === "block" || (isComment && line.trimStart().startsWith("/*")))
      return behindBlock(line, before === "block");
    return isComment ? "" : line;
  });
  return kept.join("\n");
}

function insideBehind(line: string, before: Inside): Inside {
  const start = line.trimStart();
  if (before === "block") return line.includes("*/") ? "code" : "block";
  if (before === "code" && start.startsWith("/*")) return start.includes("*/", 2) ? "code" : "block";
  if (before === "code" && start.startsWith("//")) return "code";
  const isOdd = ticksOf(line) % 2 === 1;
  return (before === "template") === isOdd ? "code" : "template";
}

/** A line with the end of a block is kept where code follows. */
function behindBlock(line: string, isInside: boolean): string {
  const end = line.indexOf("*/", isInside ? 0 : line.indexOf("/*") + 2);
  return end !== -1 && line.slice(end + 2).trim() !== "" ? line : "";
}

function ticksOf(line: string): number {
  return line.replaceAll(/\\./g, "").split("`").length - 1;
}
