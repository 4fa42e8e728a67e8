import type { Folder } from "../folder.ts";
import { record, text, valueAt } from "../read-value.ts";
import { type RuntimeClaim, readRuntimeClaims } from "../runtime-claims.ts";
import type { ProfileEvidence, ProfileNote, RuntimeVersion } from "../stack-profile.ts";
import { overlaps, type VersionSet, versionPrefix, versionRange } from "../version-set.ts";
import { keyPattern, type NodePackage, readPackage } from "./node-package.ts";
import type { Manager } from "./package-manager.ts";
import { nearestPin, pinnedTool, withParents } from "./pinned-tool.ts";

/** A version of a runtime with what proves it. */
interface Stated {
  readonly runtime: RuntimeVersion;
  readonly evidence: ProfileEvidence;
  /** Null where it names no number: `lts/*`. */
  readonly allows: VersionSet | null;
}

interface Runtimes {
  readonly runtimes: readonly RuntimeVersion[];
  readonly evidence: readonly ProfileEvidence[];
  readonly notes: readonly ProfileNote[];
}

/** Versions of Node and Bun: what to use first, then what must work. Files of the folder count before those around it. */
export function readRuntimes(own: NodePackage, manager: Manager): Runtimes {
  const near = withParents(own.folder).map(nodeVersions);
  const node = nearest(near);
  const bun = best(bunVersions(own, manager));
  const stated = manager.name === "bun" ? [...bun.stated, ...node.stated] : [...node.stated, ...bun.stated];
  return {
    runtimes: stated.map(({ runtime }) => runtime),
    evidence: stated.map(({ evidence }) => evidence),
    notes: [...node.notes, ...bun.notes],
  };
}

interface Chosen {
  readonly stated: readonly Stated[];
  readonly notes: readonly ProfileNote[];
}

/** The nearest folder with a version to use, and the nearest with a range: a package may narrow what its repository uses. */
function nearest(near: readonly (readonly Stated[])[]): Chosen {
  const [exact, range] = (["exact", "range"] as const).map((kind) =>
    best(near.find((folder) => folder.some(({ runtime }) => runtime.kind === kind)) ?? []),
  );
  const stated = [
    ...(exact?.stated.filter(({ runtime }) => runtime.kind === "exact") ?? []),
    ...(range?.stated.filter(({ runtime }) => runtime.kind === "range") ?? []),
  ];
  return { stated, notes: exact?.notes ?? [] };
}

/** The version to use and the range that must work, each from the file that counts most; a note where files name different versions. */
function best(all: readonly Stated[]): Chosen {
  const exact = all.find(({ runtime }) => runtime.kind === "exact");
  const range = all.find(({ runtime }) => runtime.kind === "range");
  const stated = [exact, range].filter((each) => each !== undefined);
  const other = all.find((each) => exact && !agree(each, exact));
  return { stated, notes: exact && other ? [conflict(exact, other)] : [] };
}

function agree(a: Stated, b: Stated): boolean {
  return a.allows === null || b.allows === null || overlaps(a.allows, b.allows);
}

function conflict({ runtime }: Stated, other: Stated): ProfileNote {
  const { name, version, file } = runtime;
  const detail = `${file} says ${name} ${version}, ${other.runtime.file} says ${other.runtime.version}. ${version} of ${file} is used; make both say the same.`;
  return { code: "version_conflict", path: other.runtime.file, detail };
}

/** What one folder says about Node, what counts most first. An image is a hint: it comes last. */
function nodeVersions(folder: Folder): readonly Stated[] {
  const claims = readRuntimeClaims(folder.repository, folder.path === "." ? "" : folder.path);
  const node = claims.filter(({ runtime, spec }) => runtime === "node" && /[\da-z]/i.test(spec));
  const images = node.filter(({ path }) => /(?:^|\/)Dockerfile$/.test(path));
  const own = readPackage(folder);
  return [
    ...node.filter((claim) => !images.includes(claim)).map((claim) => fromClaim(folder, claim)),
    ...movingVersion(folder),
    ...moreFiles(folder),
    ...(own && !node.some(({ path, kind }) => kind === "range" && path === folder.at(own.file)) ? engines(own) : []),
    ...images.map((claim) => fromClaim(folder, claim)),
  ];
}

function fromClaim(folder: Folder, { path, spec, at, kind, allows }: RuntimeClaim): Stated {
  const line = folder.repository.file(path)?.lines.lineAt(at.start) ?? null;
  return state({ name: "node", spec, file: path, line, kind, allows });
}

interface Statement {
  readonly name: string;
  readonly spec: string;
  readonly file: string;
  readonly line: number | null;
  readonly kind: RuntimeVersion["kind"];
  readonly allows: VersionSet | null;
}

function state({ name, spec, file, line, kind, allows }: Statement): Stated {
  const single = singleLine(spec, allows);
  const version = single ?? spec;
  const runtime: RuntimeVersion = { name, version, file, kind: single === null ? kind : "exact" };
  const evidence: ProfileEvidence = {
    about: "runtime",
    value: `${name} ${version}`,
    path: file,
    line,
    confidence: "high",
  };
  return { runtime, evidence, allows };
}

/** `22` of `v22`, `22.x` and `lts/jod`; `22.3.0` of `v22.3.0`; null for what allows several majors, or begins within one. */
function singleLine(spec: string, allows: VersionSet | null): string | null {
  const numbers = /^[v=\s]*(\d+(?:\.\d+){0,2})(?:\.[xX*])*$/.exec(spec)?.[1];
  if (numbers !== undefined) return numbers;
  const [only] = allows ?? [];
  return /^(?:lts\/)?[a-z]+$/i.test(spec) && only ? String(only.low[0]) : null;
}

/** `lts/*` and `node` of a version file name no number, but they do say what to use. */
function movingVersion(folder: Folder): readonly Stated[] {
  const file = [".nvmrc", ".node-version"].find((name) =>
    /^(?:lts(?:\/\*)?|node|stable|latest|current)$/.test(folder.text(name).trim()),
  );
  if (file === undefined) return [];
  return [
    state({
      name: "node",
      spec: folder.text(file).trim(),
      file: folder.at(file),
      line: 1,
      kind: "exact",
      allows: null,
    }),
  ];
}

/** Files that name Node's version for one tool alone: pnpm's settings, proto, mise's other forms. */
function moreFiles(folder: Folder): readonly Stated[] {
  const found: Stated[] = [];
  const setting = /^use-node-version\s*=\s*v?(\d[\d.]*)/m.exec(folder.text(".npmrc"))?.[1];
  if (setting !== undefined)
    found.push(exactly("node", { folder, file: ".npmrc", version: setting, needle: "use-node-version" }));
  const yaml = /^nodeVersion:\s*['"]?v?(\d[\d.]*)/m.exec(folder.text("pnpm-workspace.yaml"))?.[1];
  if (yaml !== undefined)
    found.push(exactly("node", { folder, file: "pnpm-workspace.yaml", version: yaml, needle: "nodeVersion" }));
  const pin = pinnedTool(folder, "node");
  if (pin && pin.file !== ".tool-versions") found.push(exactly("node", pin));
  return found;
}

function exactly(
  name: string,
  pin: { readonly folder: Folder; readonly file: string; readonly version: string; readonly needle: string },
): Stated {
  const { folder, file, version, needle } = pin;
  const line = folder.lineOf(file, needle);
  return state({ name, spec: version, file: folder.at(file), line, kind: "exact", allows: versionPrefix(version) });
}

/** `engines.node` and `devEngines.runtime` in forms beyond the ordinary one. */
function engines(own: NodePackage): readonly Stated[] {
  return [...devEngine(own, "node"), ...engine(own, "node")];
}

function devEngine(own: NodePackage, name: string): readonly Stated[] {
  const value = valueAt(own.manifest, "devEngines", "runtime");
  const runtime = (Array.isArray(value) ? value : [value]).map(record).find((each) => each.name === name);
  return ranged(own, { name, key: "devEngines", spec: text(runtime?.version) });
}

function engine(own: NodePackage, name: string): readonly Stated[] {
  return ranged(own, { name, key: "engines", spec: text(valueAt(own.manifest, "engines", name)) });
}

interface Engine {
  readonly name: string;
  readonly key: string;
  readonly spec: string | null;
}

function ranged({ folder, file }: NodePackage, { name, key, spec }: Engine): readonly Stated[] {
  if (spec === null || !/\d/.test(spec)) return [];
  const line = folder.lineOf(file, keyPattern(key));
  return [state({ name, spec, file: folder.at(file), line, kind: "range", allows: versionRange(spec, "npm") })];
}

function bunVersions(own: NodePackage, manager: Manager): readonly Stated[] {
  const { root } = manager;
  const { folder } = root;
  const declared = /^bun@(\d[^+\s]*)/.exec(text(root.manifest.packageManager) ?? "")?.[1];
  const inFile = /^v?(\d[\w.-]*)/.exec(folder.text(".bun-version").trim())?.[1];
  const pin = nearestPin(own.folder, "bun");
  const image = /^FROM\s+(?:--platform=\S+\s+)?oven\/bun:(\d[\d.]*)/m.exec(own.folder.text("Dockerfile"))?.[1];
  return [
    ...(inFile === undefined
      ? []
      : [exactly("bun", { folder, file: ".bun-version", version: inFile, needle: inFile })]),
    ...(declared === undefined
      ? []
      : [exactly("bun", { folder, file: root.file, version: declared, needle: "packageManager" })]),
    ...(pin ? [exactly("bun", pin)] : []),
    ...devEngine(own, "bun"),
    ...engine(own, "bun"),
    ...(image === undefined
      ? []
      : [exactly("bun", { folder: own.folder, file: "Dockerfile", version: image, needle: "oven/bun" })]),
  ];
}
