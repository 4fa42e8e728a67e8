export type BadText = { readonly path: readonly string[]; readonly message: string };
type Node = { readonly value: unknown; readonly path: readonly string[] };

// Tab, line feed and carriage return are text; the other control characters are not.
const CONTROL = /[^\P{Cc}\t\n\r]/u;
const MAX_PATH = 8;

function problemIn(text: string): string | undefined {
  if (CONTROL.test(text)) return "Contains a control character; remove it.";
  return text.isWellFormed() ? undefined : "Is not valid Unicode; a surrogate stands alone.";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Children of an object or array, and the texts of its keys beside them. */
function childrenOf(node: Node): Node[] {
  if (!isObject(node.value)) return [];
  return Object.entries(node.value).flatMap(([key, value]) => {
    const path = node.path.length < MAX_PATH ? [...node.path, key] : node.path;
    return [
      { value: key, path },
      { value, path },
    ];
  });
}

/** A text (key or value) in a JSON value that storage would not keep as it is. Walks without recursion: depth is the sender's choice. */
export function badTextIn(value: unknown): BadText | undefined {
  const pending: Node[] = [{ value, path: [] }];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const message = typeof node.value === "string" ? problemIn(node.value) : undefined;
    if (message) return { path: node.path, message };
    for (const child of childrenOf(node)) pending.push(child);
  }
  return undefined;
}
