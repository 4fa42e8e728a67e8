import { type ParseError, parse as parseJsonc } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import type { RepositoryModel } from "../model/repository.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { ProfileEvidence } from "./stack-profile.ts";

/** A parsed manifest: any JSON-like value, to be looked into with `record`, `text` and `list` of `read-value.ts`. */
export type ManifestValue = unknown;

const UNREADABLE = Symbol("unreadable");

/** One folder of a repository as detectors see it. Names are relative to the folder. */
export class Folder {
  readonly repository: RepositoryModel;
  /** From the root of the repository; `.` for the root. */
  readonly path: string;
  readonly #list: () => readonly string[];
  #below: readonly string[] | undefined;
  #names: readonly string[] | undefined;
  readonly #values = new Map<string, ManifestValue | typeof UNREADABLE>();

  /** `below`: the value of the property of that name, or what lists it when it is asked for. */
  constructor(repository: RepositoryModel, path: string, below: readonly string[] | (() => readonly string[])) {
    this.repository = repository;
    this.path = path;
    this.#list = typeof below === "function" ? below : () => below;
  }

  /** Paths of all files at any depth below, relative to the folder, sorted; of nested components too. */
  get below(): readonly string[] {
    this.#below ??= this.#list();
    return this.#below;
  }

  /** Names of the files directly in the folder, sorted. */
  get names(): readonly string[] {
    this.#names ??= this.below.filter((name) => !name.includes("/"));
    return this.#names;
  }

  /** The path from the root of the repository of a name in this folder. */
  at(name: string): string {
    return this.path === "." ? name : `${this.path}/${name}`;
  }

  /** True when this file (a name, or a path below the folder) exists, read or not. */
  has(name: string): boolean {
    return this.repository.has(this.at(name));
  }

  /** The first of these that exists in the folder; null when none does. */
  first(...names: readonly string[]): string | null {
    return names.find((name) => this.has(name)) ?? null;
  }

  /** The file, when it was read. */
  file(name: string): SourceFile | null {
    return this.repository.file(this.at(name));
  }

  /** The text of a file; empty when it does not exist or was not read. */
  text(name: string): string {
    return this.file(name)?.text.replace(/^\ufeff/, "") ?? "";
  }

  /** A JSON file, comments and trailing commas allowed; undefined when missing or broken. */
  json(name: string): ManifestValue {
    return this.#parse(name, (text) => {
      const errors: ParseError[] = [];
      const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
      if (errors.length > 0) throw new SyntaxError("not JSON");
      return value;
    });
  }

  /** A TOML file; undefined when missing or broken. */
  toml(name: string): ManifestValue {
    return this.#parse(name, (text) => parseToml(text));
  }

  /** True for a file that was read but is not what `json` or `toml` expect. */
  isBroken(name: string): boolean {
    return this.#values.get(name) === UNREADABLE;
  }

  /** Evidence in a file of this folder: at the first line that contains `needle`, or the file as a whole. */
  evidence(
    claim: Pick<ProfileEvidence, "about" | "value" | "confidence">,
    name: string,
    needle?: string | RegExp,
  ): ProfileEvidence {
    return { ...claim, path: this.at(name), line: needle === undefined ? null : this.lineOf(name, needle) };
  }

  /** 1-based line of the first match; null without one. */
  lineOf(name: string, needle: string | RegExp): number | null {
    const file = this.file(name);
    const offset = typeof needle === "string" ? (file?.text.indexOf(needle) ?? -1) : (file?.text.search(needle) ?? -1);
    return file && offset >= 0 ? file.lines.lineAt(offset) : null;
  }

  #parse(name: string, parse: (text: string) => ManifestValue): ManifestValue {
    const known = this.#values.get(name);
    if (known !== undefined) return known === UNREADABLE ? undefined : known;
    if (this.file(name) === null) return undefined;
    const value = attempt(() => parse(this.text(name)));
    this.#values.set(name, value);
    return value === UNREADABLE ? undefined : value;
  }
}

function attempt(parse: () => ManifestValue): ManifestValue | typeof UNREADABLE {
  try {
    return parse();
  } catch {
    return UNREADABLE;
  }
}
