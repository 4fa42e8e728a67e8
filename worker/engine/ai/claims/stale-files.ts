import type { RepositoryModel } from "../../model/repository.ts";
import { cleanText } from "../../redact/clean-text.ts";
import type { SentFile } from "../context.ts";

const PLACEHOLDER = /⟦REDACTED:[^⟧]*⟧/;

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
    return lines.every(({ line, text }) => isRedactionOf(text, now[line - 1] ?? null));
  }
}

/** Whether a sent line is the line with secrets replaced: its other parts stand in it in order, from its start to its end. */
function isRedactionOf(sent: string, line: string | null): boolean {
  if (line === null) return false;
  const parts = sent.trimEnd().split(PLACEHOLDER).map(plain);
  const whole = plain(line.trimEnd());
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (parts.length === 1) return whole === first;
  if (!whole.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = whole.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.endsWith(last) && whole.length - last.length > at;
}

/** A text that forged our brackets was sent with others in their place. */
function plain(text: string): string {
  return text.replaceAll("⟦", "[");
}
