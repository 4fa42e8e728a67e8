import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { childrenOf, type Node, nodesOf, sourcesBelow, treeOf } from "./sources.ts";

const ROOT = new URL("../../", import.meta.url);

/** The text of a literal, or of a template without expressions. */
function textOf(node: Node | undefined): string | undefined {
  if (node?.type === "TemplateLiteral") {
    const [only, ...more] = childrenOf(node);
    return more.length === 0 ? (only?.value as { cooked: string } | undefined)?.cooked : undefined;
  }
  return typeof node?.value === "string" ? node.value : undefined;
}

/** Properties of an object literal that are plain texts. */
function textsOf(node: Node): ReadonlyMap<string, string> {
  const pairs = childrenOf(node).flatMap((property): [string, string][] => {
    const { key, value } = property as unknown as { key?: Node & { name?: string }; value?: Node };
    const text = textOf(value);
    return key?.name !== undefined && text !== undefined ? [[key.name, text]] : [];
  });
  return new Map(pairs);
}

type Planted = { readonly at: string; readonly file: string; readonly from: string; readonly to: string };

/** Changes of the product's sources that proofs make, `{ file, from, to }`, as far as they are written out. */
function planted(): Planted[] {
  return sourcesBelow("test").flatMap((source) =>
    [...nodesOf(treeOf(source))]
      .filter(({ type }) => type === "ObjectExpression")
      .flatMap((node) => {
        const texts = textsOf(node);
        const [file, from, to = ""] = ["file", "from", "to"].map((name) => texts.get(name));
        return file?.startsWith("worker/") && from !== undefined ? [{ at: source.path, file, from, to }] : [];
      }),
  );
}

it("every change that proofs plant fits its source, or what another made of it, exactly once", () => {
  const all = planted();
  expect(all.length).toBeGreaterThan(30);
  const isOnceIn = (text: string, part: string) => text.split(part).length === 2;
  const fits = ({ file, from }: Planted) =>
    isOnceIn(readFileSync(fileURLToPath(new URL(file, ROOT)), "utf8"), from) ||
    all.some((other) => other.file === file && isOnceIn(other.to, from));
  expect(all.filter((change) => !fits(change))).toEqual([]);
});
