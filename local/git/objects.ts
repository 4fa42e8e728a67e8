import type { View } from "./view.ts";

export type ObjectInfo = { sha: string; type: "blob" | "tree" | "commit" | "tag"; size: number };
export type ObjectContent = ObjectInfo & { content: Buffer };

const NEWLINE = 0x0a;

/** Type and size of each object; null for one that is missing. `shas` must be full. */
export async function describeObjects(view: View, shas: readonly string[]): Promise<(ObjectInfo | null)[]> {
  if (shas.length === 0) return [];
  const output = await view.git.text({ dir: view.dir, args: ["cat-file", "--batch-check"], input: lines(shas) });
  return output.trimEnd().split("\n").map(parseHeader);
}

export async function describeObject(view: View, sha: string): Promise<ObjectInfo | null> {
  return (await describeObjects(view, [sha]))[0] ?? null;
}

/** Whole objects in one git process; null for one that is missing. `shas` must be full. */
export async function readObjects(view: View, shas: readonly string[]): Promise<(ObjectContent | null)[]> {
  if (shas.length === 0) return [];
  const { stdout } = await view.git.run({ dir: view.dir, args: ["cat-file", "--batch"], input: lines(shas) });
  const objects: (ObjectContent | null)[] = [];
  let offset = 0;
  while (offset < stdout.length) {
    const end = stdout.indexOf(NEWLINE, offset);
    const info = parseHeader(stdout.toString("utf8", offset, end));
    offset = end + 1;
    objects.push(info && { ...info, content: stdout.subarray(offset, offset + info.size) });
    if (info) offset += info.size + 1;
  }
  return objects;
}

/** One object, kept in memory by its SHA; null when it is missing. */
export async function readObject(view: View, sha: string): Promise<ObjectContent | null> {
  const weigh = (object: ObjectContent | null) => object?.size ?? Number.POSITIVE_INFINITY;
  return view.cache.through(`object:${sha}`, weigh, async () => (await readObjects(view, [sha]))[0] ?? null);
}

/** Git looks at the first 8,000 bytes for a NUL; so do we. */
export function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}

function lines(shas: readonly string[]): string {
  return shas.map((sha) => `${sha}\n`).join("");
}

function parseHeader(line: string): ObjectInfo | null {
  const match = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(line);
  if (!match) return null;
  return { sha: match[1] ?? "", type: match[2] as ObjectInfo["type"], size: Number(match[3]) };
}
