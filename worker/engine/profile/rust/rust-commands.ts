import type { ComponentDraft, Proof } from "../component-draft.ts";
import { Folder } from "../folder.ts";
import { nearest } from "../folder-paths.ts";
import { record, text, valueAt } from "../read-value.ts";
import { MANIFEST } from "./cargo-manifest.ts";

/** Features of one crate that are made to be chosen between. */
const CHOICES: readonly RegExp[] = [
  /^(?:csr|ssr|hydrate)$/,
  /^(?:native-tls|rustls|openssl)/,
  /^(?:runtime-|rt-)?(?:tokio|async-std|smol)/,
  /^(?:desktop|web|mobile)$/,
];
/** Features that a stable compiler refuses. */
const UNSTABLE = /^(?:nightly|unstable)$|(?:^|[-_])nightly$/;

export interface CargoScope {
  /** Folders of the packages from the root of the repository. */
  readonly packages: readonly string[];
  readonly isWorkspace: boolean;
  readonly isNightly: boolean;
}

export function addCargoCommands(draft: ComponentDraft, scope: CargoScope): void {
  const usual: Proof = { ...draft.proof(MANIFEST), confidence: "high" };
  const locked = nearest(draft.folder, "Cargo.lock") ? " --locked" : "";
  const all = scope.isWorkspace ? " --workspace" : "";
  const features = takesAllFeatures(draft, scope) ? " --all-features" : "";
  draft.command("install", `cargo fetch${locked}`, usual);
  draft.command("lint", `cargo clippy${all} --all-targets${features}${locked} -- -D warnings`, usual);
  draft.command("format", "cargo fmt --all --check", usual);
  addTest(draft, `${all}${features}${locked}`, usual);
  draft.command("build", `cargo build --release${all}${locked}`, usual);
  addStart(draft, scope);
}

/** nextest runs everything but the examples in documentation. */
function addTest(draft: ComponentDraft, flags: string, usual: Proof): void {
  draft.command("test", `cargo test${flags}`, usual);
  const nextest = nearest(draft.folder, ".config/nextest.toml");
  if (nextest === null) return;
  const detail =
    "The repository configures cargo-nextest, which no runner has; `cargo test` runs the same tests. Install it with taiki-e/install-action to use it.";
  draft.note("uncertain", nextest, detail);
}

function takesAllFeatures({ folder }: ComponentDraft, { packages, isNightly }: CargoScope): boolean {
  return packages.every((path) => {
    const features = Object.keys(record(valueAt(new Folder(folder.repository, path, []).toml(MANIFEST), "features")));
    const isChoice = CHOICES.some((choice) => features.filter((feature) => choice.test(feature)).length > 1);
    return !isChoice && (isNightly || !features.some((feature) => UNSTABLE.test(feature)));
  });
}

/** `cargo run` needs one program, or a default one. */
function addStart(draft: ComponentDraft, { packages, isWorkspace }: CargoScope): void {
  const programs = packages.flatMap((path) => programsOf(draft, path));
  const [first] = programs;
  if (!first) return;
  const proof: Proof = { path: first.path, line: null, confidence: programs.length === 1 ? "high" : "low" };
  const isPlain = programs.length === 1 || (!isWorkspace && first.isDefault);
  draft.command("start", isPlain ? "cargo run --release" : `cargo run --release --bin ${first.name}`, proof);
}

interface Program {
  readonly name: string;
  readonly path: string;
  readonly isDefault: boolean;
}

/** The default program of a package first. */
function programsOf({ folder }: ComponentDraft, at: string): Program[] {
  const here = new Folder(folder.repository, at, []);
  const manifest = here.toml(MANIFEST);
  const name = text(valueAt(manifest, "package", "name"));
  const wanted = text(valueAt(manifest, "package", "default-run"));
  const listed = valueAt(manifest, "bin");
  const bins = Array.isArray(listed) ? listed.flatMap((bin) => text(valueAt(bin, "name")) ?? []) : [];
  const names = [
    ...new Set([
      ...(name !== null && here.has("src/main.rs") && bins.length === 0 ? [name] : []),
      ...bins,
      ...filesOf(here),
    ]),
  ];
  const programs = names.map((each) => ({ name: each, path: here.at(MANIFEST), isDefault: each === wanted }));
  return programs.sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

/** `src/bin/name.rs` and `src/bin/name/main.rs`. */
function filesOf(folder: Folder): string[] {
  const prefix = folder.at("src/bin/");
  return folder.repository.snapshot.paths.flatMap((path) => {
    if (!path.startsWith(prefix)) return [];
    return /^([\w-]+)(?:\.rs|\/main\.rs)$/.exec(path.slice(prefix.length))?.[1] ?? [];
  });
}
