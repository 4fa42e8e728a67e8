import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Git } from "../git/run.ts";
import { initBare } from "../git/view.ts";
import { commitTimes, type FileChange, planHistory } from "./history.ts";
import type { Sample } from "./sample.ts";

const REPOS_DIR = fileURLToPath(new URL("./repos/", import.meta.url));

function readFiles(sample: Sample): Map<string, Buffer> {
  if (sample.commits.length === 0) return new Map();
  const root = join(REPOS_DIR, sample.name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(root.length + 1).replaceAll("\\", "/"), readFileSync(path));
  }
  return files;
}

function data(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

/** The whole history as one `git fast-import` stream: the same input gives the same SHAs on every machine. */
function importStream(sample: Sample, files: ReadonlyMap<string, Buffer>): Buffer {
  const plan = planHistory(sample, files);
  const times = commitTimes(sample);
  const parts: Buffer[] = [];
  const write = (text: string) => parts.push(Buffer.from(text));
  for (const [index, commit] of sample.commits.entries()) {
    const author = sample.authors[commit.by ?? 0] ?? "";
    const stamp = `${author} ${times[index]} +0000`;
    write(`commit refs/heads/main\nmark :${index + 1}\nauthor ${stamp}\ncommitter ${stamp}\n`);
    parts.push(data(`${commit.message}\n`));
    for (const change of plan[index] ?? []) parts.push(...fileChange(sample, change));
    write("\n");
    if (commit.tag) write(`reset refs/tags/${commit.tag}\nfrom :${index + 1}\n\n`);
  }
  for (const [name, behind] of Object.entries(sample.branches ?? {})) {
    write(`reset refs/heads/${name}\nfrom :${sample.commits.length - behind}\n\n`);
  }
  write("done\n");
  return Buffer.concat(parts);
}

function fileChange(sample: Sample, { path, content }: FileChange): Buffer[] {
  const mode = sample.executable?.includes(path) ? "100755" : "100644";
  return [Buffer.from(`M ${mode} inline ${path}\n`), data(content)];
}

/** Fills the bare repository at `dir` with the sample's history. */
export async function importSample(git: Git, dir: string, sample: Sample): Promise<void> {
  await initBare(git, dir);
  if (sample.commits.length === 0) return;
  const input = importStream(sample, readFiles(sample));
  await git.run({ dir, args: ["fast-import", "--quiet", "--done"], input, finish: true });
}

/** Instant in milliseconds of the newest commit, or of the start for an empty repository. */
export function lastCommitAt(sample: Sample): number {
  return (commitTimes(sample).at(-1) ?? Math.floor(Date.parse(sample.startAt) / 1000)) * 1000;
}
