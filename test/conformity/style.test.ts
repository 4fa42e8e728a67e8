import { describe, expect, it } from "vitest";
import { childrenOf, lineOf, type Node, nodesOf, type Source, sourcesBelow, treeOf } from "./sources.ts";

const sources = sourcesBelow("worker", "web/src", "local", "scripts", "test");
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 50;
const MAX_PARAMETERS = 3;

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** A suite of cases is a list, not a function to be understood as one. */
const SUITES = new Set(["describe", "describe.each"]);

type Position = { readonly isSuite: boolean; readonly isCallback: boolean };
type Found = Position & { readonly node: Node };

function calleeName(node: Node): string {
  const callee = node.callee as (Node & { name?: string; callee?: Node; object?: { name?: string } }) | undefined;
  if (callee?.type === "CallExpression") return calleeName(callee);
  return callee?.name ?? callee?.object?.name ?? "";
}

/** Functions below a node. Callbacks have the parameters that their callee gives them. */
function functionsBelow(node: Node, position: Position = { isSuite: false, isCallback: false }): Found[] {
  const isCallback = node.type === "CallExpression";
  const own = FUNCTIONS.has(node.type) ? [{ node, ...position }] : [];
  const below = { isCallback, isSuite: isCallback && SUITES.has(calleeName(node)) };
  return [...own, ...childrenOf(node).flatMap((child) => functionsBelow(child, below))];
}

function linesOf(source: Source, node: Node): number {
  return lineOf(source, node.end) - lineOf(source, node.start) + 1;
}

function places(check: (source: Source) => readonly number[]): string[] {
  return sources.flatMap((source) => check(source).map((offset) => `${source.path}:${lineOf(source, offset)}`));
}

describe("sources", () => {
  it("are found", () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it(`have at most ${MAX_FILE_LINES} lines`, () => {
    const long = sources.filter(({ text }) => text.trimEnd().split("\n").length > MAX_FILE_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`have functions of at most ${MAX_FUNCTION_LINES} lines`, () => {
    const long = places((source) =>
      functionsBelow(treeOf(source))
        .filter(({ node, isSuite }) => !isSuite && linesOf(source, node) > MAX_FUNCTION_LINES)
        .map(({ node }) => node.start),
    );
    expect(long).toEqual([]);
  });

  it(`have functions of at most ${MAX_PARAMETERS} parameters`, () => {
    const wide = places((source) =>
      functionsBelow(treeOf(source))
        .filter(({ node, isCallback }) => !isCallback && (node.params as unknown[]).length > MAX_PARAMETERS)
        .map(({ node }) => node.start),
    );
    expect(wide).toEqual([]);
  });

  it("are named in kebab-case after what they hold", () => {
    const odd = sources.filter(({ path }) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return (
        !/^[a-z0-9]+(?:[-.][a-z0-9]+)*\.(?:ts|tsx|mjs)$/.test(name) ||
        /^(?:utils?|helpers?|common-?\w*|misc|manager)\./.test(name)
      );
    });
    expect(odd.map(({ path }) => path).filter((path) => path !== "worker/http/schemas/common.ts")).toEqual([]);
  });

  it("leave no note of work to do", () => {
    const notes = places(({ text }) => [...text.matchAll(/\b(?:TO[D]O|FIX[M]E|XX[X])\b/g)].map(({ index }) => index));
    expect(notes).toEqual([]);
  });

  it("speak of this project alone", () => {
    const foreign = places(({ text }) =>
      [...text.matchAll(/\/wor[k]\/|\/tmp\/pla[n]|\bissue \d+\b/g)].map(({ index }) => index),
    );
    expect(foreign).toEqual([]);
  });

  it("give a reason with every exception to a lint rule", () => {
    const bare = places(({ text }) =>
      [...text.matchAll(/biome-ignore [\w/]+(?!:? ?[\w/]*: \w)/g)].map(({ index }) => index),
    );
    expect(bare).toEqual([]);
  });

  it("have relative imports that name the file", () => {
    const wrong = places((source) =>
      [...nodesOf(treeOf(source))]
        .filter(({ type }) => /^(?:ImportDeclaration|ExportAllDeclaration|ExportNamedDeclaration)$/.test(type))
        .filter((node) => {
          const target = (node.source as { value?: string } | null)?.value ?? "";
          return target.startsWith(".") && !/\.(?:ts|tsx|mjs|json|css|svg)(?:\?\w+)?$/.test(target);
        })
        .map((node) => node.start),
    );
    expect(wrong).toEqual([]);
  });
});

/** What V8 keeps until a full collection although nobody needs it, and with it every file of a snapshot. */
describe("sources of the engine", () => {
  const engine = sources.filter(({ path }) => path.startsWith("worker/engine/"));
  const kinds = (kind: string, isMeant: (node: Node) => boolean) =>
    engine.flatMap((source) =>
      [...nodesOf(treeOf(source))]
        .filter((node) => node.type === kind && isMeant(node))
        .map((node) => `${source.path}:${lineOf(source, node.start)}`),
    );

  it("keep nothing in a WeakMap, but with the object itself", () => {
    const isWeak = ({ callee }: Node) => /^Weak(?:Map|Set)$/.test((callee as { name?: string }).name ?? "");
    expect(kinds("NewExpression", isWeak)).toEqual([]);
  });

  it("give object literals no getters, each of which makes a hidden class of its own", () => {
    expect(kinds("Property", ({ kind }) => kind === "get")).toEqual([]);
  });
});
