import type { RepositoryModel } from "../model/repository.ts";
import type { Detected } from "./detector.ts";
import type { Folder } from "./folder.ts";
import type {
  Commands,
  Confidence,
  Monorepo,
  PackageManager,
  ProfileEvidence,
  ProfileNote,
  RuntimeVersion,
  Service,
} from "./stack-profile.ts";

/** Where something is said. */
export interface Proof {
  /** From the root of the repository. */
  readonly path: string;
  readonly line: number | null;
  readonly confidence: Confidence;
}

/** A proof in any file of the repository: its first line that contains `needle`, or the file as a whole. */
export function proofIn(repository: RepositoryModel, path: string, needle?: string | RegExp): Proof {
  const file = repository.file(path);
  if (!file || needle === undefined) return { path, line: null, confidence: "high" };
  const offset = typeof needle === "string" ? file.text.indexOf(needle) : file.text.search(needle);
  return { path, line: offset < 0 ? null : file.lines.lineAt(offset), confidence: "high" };
}

/** What a detector has found so far in one folder. Nothing is said twice; of two answers to one question the first stays. */
export class ComponentDraft {
  readonly folder: Folder;
  readonly #languages: string[] = [];
  readonly #frameworks: string[] = [];
  readonly #runtimes: RuntimeVersion[] = [];
  readonly #services: Service[] = [];
  readonly #evidence: ProfileEvidence[] = [];
  readonly #notes: ProfileNote[] = [];
  readonly #commands = new Map<keyof Commands, string>();
  readonly #members = new Set<string>();
  #manager: PackageManager | null = null;
  #monorepo: Monorepo | null = null;

  constructor(folder: Folder) {
    this.folder = folder;
  }

  get languages(): readonly string[] {
    return this.#languages;
  }

  get frameworks(): readonly string[] {
    return this.#frameworks;
  }

  get services(): readonly Service[] {
    return this.#services;
  }

  /** A proof in a file of the component's folder. */
  proof(name: string, needle?: string | RegExp, confidence: Confidence = "high"): Proof {
    return { ...proofIn(this.folder.repository, this.folder.at(name), needle), confidence };
  }

  language(name: string, proof: Proof): void {
    if (this.#languages.includes(name)) return;
    this.#languages.push(name);
    this.evidence("language", name, proof);
  }

  manager(manager: PackageManager, proof: Proof): void {
    this.#manager ??= manager;
    this.evidence("package_manager", [manager.name, manager.version].filter(Boolean).join(" "), proof);
  }

  framework(name: string, proof: Proof): void {
    if (this.#frameworks.includes(name)) return;
    this.#frameworks.push(name);
    this.evidence("framework", name, proof);
  }

  runtime(runtime: RuntimeVersion, proof: Proof): void {
    this.#runtimes.push(runtime);
    this.evidence("runtime", `${runtime.name} ${runtime.version}`, proof);
  }

  /** `version`: the release line that the repository names. */
  service(name: string, proof: Proof, version: string | null = null): void {
    if (this.#services.some((known) => known.name === name)) return;
    this.#services.push({ name, version });
    this.evidence("service", name, proof);
  }

  /** True once there is a command of this kind. */
  has(about: keyof Commands): boolean {
    return this.#commands.has(about);
  }

  command(about: keyof Commands, line: string, proof: Proof): void {
    if (this.#commands.has(about)) return;
    this.#commands.set(about, line);
    this.evidence(about, line, proof);
  }

  /** `packages`: folders from the root. All but the component's own folder become members. */
  monorepo(tool: string, packages: readonly string[], proof: Proof): void {
    if (this.#monorepo || packages.length === 0) return;
    this.#monorepo = { tool, packages: [...new Set(packages)].sort() };
    this.evidence("monorepo", tool, proof);
    this.members(packages);
  }

  members(folders: readonly string[]): void {
    for (const folder of folders) if (folder !== this.folder.path) this.#members.add(folder);
  }

  note(code: ProfileNote["code"], path: string, detail: string): void {
    this.#notes.push({ code, path, detail });
  }

  evidence(about: ProfileEvidence["about"], value: string, proof: Proof): void {
    const { path, line, confidence } = proof;
    this.#evidence.push({ about, value, path, line, confidence });
  }

  finish(): Detected {
    return {
      language: this.#languages[0] ?? "",
      languages: this.#languages,
      packageManager: this.#manager,
      frameworks: this.#frameworks,
      runtimes: this.#runtimes,
      monorepo: this.#monorepo,
      commands: this.#allCommands(),
      services: this.#services,
      evidence: this.#evidence,
      notes: this.#notes,
      members: [...this.#members].sort(),
      isAssetStep: false,
    };
  }

  #allCommands(): Commands {
    const of = (about: keyof Commands) => this.#commands.get(about) ?? null;
    return {
      install: of("install"),
      lint: of("lint"),
      format: of("format"),
      typecheck: of("typecheck"),
      test: of("test"),
      build: of("build"),
      start: of("start"),
    };
  }
}
