import { canonical, entries, isMap, scalarsOf, type Tree } from "../structure/tree.ts";

const SECRET = /\b(secrets|vars)\s*(?:\.\s*([\w-]+)|\[\s*'([^']*)'\s*\]|(\[|\b))/gi;

/** Secrets and variables that expressions below a tree name, as `secrets.NAME`; `secrets.*` for all or a computed one. */
export function storedNames(tree: Tree | undefined): Set<string> {
  const names = new Set<string>();
  for (const { text, way } of scalarsOf(tree)) {
    if (!/vars|secrets|token/i.test(text)) continue;
    const isInExpression = text.includes("${{") || way.at(-1) === "if";
    if (!isInExpression) continue;
    for (const [, context = "", dotted, quoted] of text.matchAll(SECRET)) {
      names.add(`${context.toLowerCase()}.${(dotted ?? quoted ?? "*").toUpperCase()}`);
    }
    if (/\bgithub\s*(?:\.\s*|\[\s*')token\b/i.test(text)) names.add("secrets.GITHUB_TOKEN");
  }
  return names;
}

const ADDRESS = /(?:[a-z][a-z0-9+.-]{0,20}:\/\/|\bgit@)([^\s/'"`<>)\\,;|&]+)/gi;

/** Hosts that texts below a tree name in an address, lower case, with what stands in front of an `@`. */
export function hostsOf(tree: Tree | undefined): Set<string> {
  const hosts = new Set<string>();
  for (const { text } of scalarsOf(tree)) {
    for (const [, host = ""] of text.matchAll(ADDRESS)) hosts.add(host.toLowerCase());
  }
  return hosts;
}

/** Values of a key anywhere in a tree, as texts: every `uses`, every `image`. */
export function valuesUnder(tree: Tree | undefined, keys: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const pending: Tree[] = tree === undefined ? [] : [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isMap(next)) {
      if (Array.isArray(next)) pending.push(...(next as readonly Tree[]));
      continue;
    }
    for (const [key, value] of entries(next)) {
      if (keys.has(key)) found.add(canonical(value));
      pending.push(value);
    }
  }
  return found;
}
