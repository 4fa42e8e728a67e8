import type { NotCarried } from "../../pipeline.ts";

/** Gathers what a reader cannot say in the words of a pipeline, once each. */
export class Losses {
  readonly #found = new Map<string, NotCarried>();

  get all(): readonly NotCarried[] {
    return [...this.#found.values()];
  }

  /** `job` is null for the workflow as a whole. */
  add(job: string | null, detail: string): void {
    this.#found.set(`${job}\n${detail}`, { job, detail });
  }
}

/** True where a value is computed by GitHub when it runs. */
export function isComputed(text: string): boolean {
  return text.includes("${{");
}

/** The text inside the marks where the whole value is one expression; else null. */
export function soleExpression(text: string): string | null {
  const inside = /^\s*\$\{\{\s*([^}]*?)\s*\}\}\s*$/.exec(text)?.[1];
  return inside ?? null;
}

/** A condition without its marks, on one line. */
export function bareCondition(text: string): string {
  return (soleExpression(text) ?? text).replace(/\s+/g, " ").trim();
}

/** Code for people, cut to one line. */
export function shown(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** A name without what GitHub computes in it, and without the words around that in brackets. */
export function plainName(text: string): string {
  return text
    .replace(/\s*[([][^()[\]]*\$\{\{[^}]*\}\}[^()[\]]*[)\]]/g, "")
    .replace(/\$\{\{[^}]*\}\}/g, "")
    .replace(/[\s,:;|/–-]+$/, "")
    .trim();
}
