import type { RepositoryModel } from "../../model/repository.ts";
import { cleanText } from "../../redact/clean-text.ts";
import type { SentFile } from "../context.ts";

/** What was put in the place of a secret, or of the end of an endless line. */
const PLACEHOLDER = /⟦(?:REDACTED|CUT):[^⟧]*⟧/;

/** Which files of a context are not, line by line, what the repository holds now: a context of another commit. Each is read once. */
export class StaleFiles {
  readonly #repository: RepositoryModel;
  readonly #known = new Map<SentFile, boolean>();

  constructor(repository: RepositoryModel) {
    this.#repository = repository;
  }

  has(file: SentFile): boolean {
    const known = this.#known.get(file) ?? !this.#isCurrent(file);
    this.#known.set(file, known);
    return known;
  }

  #isCurrent({ path, sha, lines }: SentFile): boolean {
    const own = this.#repository.file(path);
    if (!own) return false;
    const blob = this.#repository.snapshot.files.find((file) => file.path === path)?.sha ?? "";
    if (sha !== "" && blob !== "" && sha !== blob) return false;
    const now = cleanText(own.text).text.split("\n");
    const isJson = /\.jsonc?$/.test(path);
    return lines.every(({ line, text }) => isReductionOf(text, now[line - 1] ?? null, isJson));
  }
}

/**
 * Whether a sent line is the line with secrets replaced, its comment or its end cut: the other parts stand in it in
 * order, and nothing but blanks is before them. A line of JSON may hold more, since single properties are sent.
 */
function isReductionOf(sent: string, line: string | null, isJson: boolean): boolean {
  if (line === null) return false;
  const whole = plain(line.trimEnd());
  let at = 0;
  for (const [index, part] of sent.trim().split(PLACEHOLDER).map(plain).entries()) {
    const found = whole.indexOf(part, at);
    if (found < 0 || (index === 0 && !isJson && whole.slice(0, found).trim() !== "")) return false;
    at = found + part.length;
  }
  return isJson || /^\s*(?:[,#]|$)/.test(whole.slice(at)) || sent.trimEnd().endsWith("⟧");
}

/** A text that forged our brackets was sent with others in their place. */
function plain(text: string): string {
  return text.replaceAll("⟦", "[");
}
