import type { RepositoryModel } from "../../model/repository.ts";
import type { AiContext, SentLine } from "../context.ts";

/** Where the places that a text names must be. */
export interface PlaceSources {
  /** Lines of the file that the claim is about. */
  readonly lines: readonly SentLine[];
  readonly context: AiContext;
  readonly repository: RepositoryModel;
}

export type PlacedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "unknown_path" | "bad_lines" };

const LINE = /\b(lines?)( )(\d{1,9})(?:( ?(?:-|–|—|to|and|through) ?)(\d{1,9}))?/gi;
/** A path with a folder and an ending; alone, a name such as `Node.js` is no file. */
const PATH = /(?<![\w/.@:$-])\.?[\w.-]{1,100}(?:\/[\w.-]{1,100}){1,12}\.[a-z]{1,8}\b(?![\w/(])/gi;

/** A model's text with its line numbers as in the repository. A text that names a line or a file that is not there is refused. */
export function placesInText(text: string, sources: PlaceSources): PlacedText {
  for (const [path] of text.matchAll(PATH)) if (!isThere(path, sources)) return { ok: false, reason: "unknown_path" };
  let isOutside = false;
  const own = (sent: string) => {
    const line = sources.lines[Number(sent) - 1]?.line;
    isOutside ||= line === undefined;
    return String(line);
  };
  const placed = text.replace(LINE, (_all, word: string, gap: string, from: string, ...[dash, to]: string[]) =>
    [word, gap, own(from), ...(dash !== undefined && to !== undefined ? [dash, own(to)] : [])].join(""),
  );
  return isOutside ? { ok: false, reason: "bad_lines" } : { ok: true, text: placed };
}

/** In the repository, or spoken of in what was sent, as an output folder is. */
function isThere(path: string, { context, repository }: PlaceSources): boolean {
  const name = path.replace(/^\.\//, "");
  return (
    repository.has(name) ||
    repository.snapshot.paths.some((known) => known.endsWith(`/${name}`)) ||
    context.files.some((file) => file.path === name || file.lines.some(({ text }) => text.includes(name)))
  );
}
