/** Text files of many projects, some of each kind: the same ones each time. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const KINDS = /\.(ya?ml|json|toml|sh|bash|[cm]?js|tsx?|py|go|rs|md|lock|rb|c|h|mk|css|html|txt|sql|po)$/;
const FILES_A_KIND = 130;
const SHORTEST = 700;
const LONGEST = 16_000;

interface Found {
  readonly path: string;
  readonly kind: string;
  readonly project: string;
}

export interface SampleFile {
  readonly path: string;
  /** Its extension, or the name of a file without one. */
  readonly kind: string;
  readonly text: string;
}

/** `half`: 0 for projects to fit on, 1 for those to measure on. Long files give a part. */
export function sampleFiles(folders: readonly string[], half: 0 | 1): SampleFile[] {
  const found = folders.flatMap((folder) => walk(folder, folder)).filter(({ project }) => hash(project) % 2 === half);
  const kinds = Map.groupBy(found, ({ kind }) => kind);
  return [...kinds.values()].flatMap((files) => sampleOf(files));
}

function sampleOf(files: readonly Found[]): SampleFile[] {
  const projects = new Set(files.map(({ project }) => project)).size;
  const fair = Math.max(3, Math.ceil((FILES_A_KIND / projects) * 2.5));
  const taken = new Map<string, number>();
  const known = new Set<string>();
  const texts: SampleFile[] = [];
  const shuffled = files.map((file) => ({ ...file, order: hash(file.path) })).sort((a, b) => a.order - b.order);
  for (const { path, kind, project } of shuffled) {
    const count = taken.get(project) ?? 0;
    const text = count < fair && texts.length < FILES_A_KIND ? readText(path) : null;
    if (text === null || known.has(text)) continue;
    known.add(text);
    texts.push({ path, kind, text });
    taken.set(project, count + 1);
  }
  return texts;
}

function walk(folder: string, root: string): Found[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // Tools keep their caches beside the packages, in folders like `.vite`: they come and go.
    if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : walk(path, root);
    const kind = entry.isFile() ? kindOf(entry.name) : null;
    if (kind === null) return [];
    const [first = "", second = ""] = relative(root, path).split("/");
    return [{ path, kind, project: first.startsWith("@") ? `${first}/${second}` : first }];
  });
}

function kindOf(name: string): string | null {
  return /^(?:Dockerfile|Makefile)/.exec(name)?.[0] ?? KINDS.exec(name)?.[1] ?? null;
}

function readText(path: string): string | null {
  const bytes = readFileSync(path);
  if (bytes.length < SHORTEST || bytes.includes(0)) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > LONGEST ? part(text, hash(path)) : text;
  } catch {
    return null;
  }
}

function part(text: string, seed: number): string {
  const from = text.indexOf("\n", seed % (text.length - LONGEST)) + 1;
  return text.slice(from, from + LONGEST).toWellFormed();
}

function hash(text: string): number {
  return Number.parseInt(createHash("sha1").update(text).digest("hex").slice(0, 8), 16);
}
