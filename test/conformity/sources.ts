import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Text that is data or made by a tool, not written by us. */
const NOT_OURS = [
  /^local\/seed\/repos\//,
  /^local\/spec\//,
  /^worker\/env\.d\.ts$/,
  /^worker\/engine\/rules\/index\.ts$/,
];

export type Source = { readonly path: string; readonly text: string };
/** A node of the syntax tree: `type`, `start`, `end` and children under any key. */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

/** Every source file below one of the folders, tracked or new, by git's own rules of what to ignore. */
export function sourcesBelow(...folders: string[]): Source[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...folders];
  const listed = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).split("\n");
  return listed
    .filter((path) => /\.(?:ts|tsx|mjs)$/.test(path) && !NOT_OURS.some((pattern) => pattern.test(path)))
    .flatMap((path) => readSource(path));
}

/** Nothing for a file that was deleted but is still in git's index. */
function readSource(path: string): Source[] {
  try {
    return [{ path, text: readFileSync(join(ROOT, path), "utf8") }];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Syntax tree of a source. */
export function treeOf({ path, text }: Source): Node {
  const lang = path.endsWith(".tsx") ? "tsx" : "ts";
  return parseAst(text, { lang }, path) as unknown as Node;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Direct children of a node. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** A node and everything below it. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** `target` is a project path or a package name. */
export type Import = { readonly target: string; readonly isTypeOnly: boolean; readonly isDynamic: boolean };

function isTypeOnly(node: Node): boolean {
  const kindOf = (part: Node) => part.importKind ?? part.exportKind;
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  return kindOf(node) === "type" || (specifiers.length > 0 && specifiers.every((part) => kindOf(part) === "type"));
}

/** Every import, dynamic ones and re-exports too. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(treeOf(source))) {
    const target = /^(?:Import|Export)/.test(node.type) ? node.source : undefined;
    if (isNode(target) && typeof target.value === "string") {
      found.push({
        target: resolved(source.path, target.value),
        isTypeOnly: isTypeOnly(node),
        isDynamic: node.type === "ImportExpression",
      });
    }
  }
  return found;
}

function resolved(from: string, target: string): string {
  return target.startsWith(".") ? join(dirname(from), target) : target;
}

export function lineOf({ text }: Source, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
