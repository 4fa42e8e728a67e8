import { describe, expect, it } from "vitest";
import { type Import, importsOf, type Node, nodesOf, type Source, sourcesBelow, treeOf } from "./sources.ts";

const worker = sourcesBelow("worker");
/** The guard of organization routes asks whether the row in the path is the organization's own. */
const GATE = "worker/http/middleware/gate.ts";
const production = sourcesBelow("worker", "web/src");

/** What each part of the Worker may import of the others. `wiring.ts` and `index.ts` see all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  engine: ["engine"],
  platform: ["platform", "errors.ts"],
  db: ["db", "platform", "engine", "errors.ts"],
  adapters: ["adapters", "platform", "engine", "config.ts", "config-fields.ts", "errors.ts"],
  services: [
    "services",
    "db",
    "adapters",
    "engine",
    "platform",
    "config.ts",
    "errors.ts",
    "log.ts",
    "permissions.ts",
    "version.ts",
  ],
  http: ["http", "services", "engine", "platform", "config.ts", "errors.ts", "permissions.ts", "version.ts"],
  consumers: ["consumers", "services", "engine", "platform", "errors.ts", "log.ts"],
  objects: ["objects", "services", "engine", "platform", "errors.ts", "log.ts", "wiring.ts"],
  "config.ts": ["config-fields.ts"],
  "config-fields.ts": [],
  "errors.ts": [],
  "permissions.ts": [],
  "version.ts": [],
  "log.ts": ["platform"],
};

/** The Worker's part that a project path belongs to; undefined outside the Worker and for its two roots. */
function partOf(path: string): string | undefined {
  const part = /^worker\/([^/]+)/.exec(path)?.[1];
  return part && part in MAY_IMPORT ? part : undefined;
}

function offending(sources: readonly Source[], isAllowed: (source: Source, imported: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((imported) => !isAllowed(source, imported))
      .map(({ target }) => `${source.path} imports ${target}`),
  );
}

function startsWithAny(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => path.startsWith(prefix));
}

/** Rows and ports may be named, as types, where they may not be used. */
const MAY_NAME: Readonly<Record<string, readonly string[]>> = {
  db: ["adapters"],
  http: ["db"],
  services: ["objects"],
  adapters: ["objects"],
};

function mayImport(from: string, to: string, isTypeOnly: boolean): boolean {
  return MAY_IMPORT[from]?.includes(to) || (isTypeOnly && MAY_NAME[from]?.includes(to)) || false;
}

/** The clients themselves; everything else in `adapters` is a port, or pure, or works on a port. */
const CLIENTS = [
  "worker/adapters/github/github.ts",
  "worker/adapters/github/client.ts",
  "worker/adapters/oauth.ts",
  "worker/adapters/ai/open-provider.ts",
];

/** What of the AI adapters may be there when the Worker starts; the providers' code is loaded on first use. */
const AI_AT_START = /^worker\/adapters\/ai\/(?:models\/[a-z-]+|port|ai-error|open-provider)\.ts$/;

describe("imports", () => {
  it("point one way inside the Worker", () => {
    const wrong = offending(worker, ({ path }, { target, isTypeOnly }) => {
      const from = partOf(path);
      if (from === undefined || !target.startsWith("worker/") || path === GATE) return true;
      return mayImport(from, partOf(target) ?? target.slice("worker/".length), isTypeOnly);
    });
    expect(wrong).toEqual([]);
  });

  it("take tables from the database layer only", () => {
    const wrong = offending(
      worker,
      ({ path }, { target }) => path.startsWith("worker/db/") || !target.startsWith("worker/db/schema"),
    );
    expect(wrong).toEqual([]);
  });

  it("load the providers of AI and their packages on first use only", () => {
    const atStart = worker.filter(({ path }) => !path.startsWith("worker/adapters/ai/") || AI_AT_START.test(path));
    const isLazy = (target: string) => target.startsWith("worker/adapters/ai/") && !AI_AT_START.test(target);
    const wrong = offending(
      atStart,
      (_source, { target, isTypeOnly, isDynamic }) =>
        isTypeOnly || isDynamic || !(isLazy(target) || target === "@google/generative-ai"),
    );
    expect(wrong).toEqual([]);
  });

  it("make real clients in the composition root only; services see their ports", () => {
    const layers = sourcesBelow("worker/services", "worker/http", "worker/consumers", "worker/objects", "worker/db");
    const wrong = offending(layers, (_source, { target, isTypeOnly }) => isTypeOnly || !CLIENTS.includes(target));
    expect(wrong).toEqual([]);
  });

  it("keep each foreign library at its own door", () => {
    const homes: Readonly<Record<string, readonly string[]>> = {
      arctic: ["worker/adapters/oauth.ts"],
      jose: ["worker/services/auth/access-token.ts", "worker/adapters/github/app-tokens.ts"],
      "@octokit/": ["worker/adapters/github/"],
      uuid: ["worker/platform/random.ts"],
      "drizzle-orm": ["worker/db/", "worker/platform/database.ts", "worker/services/"],
      hono: ["worker/http/", "web/src/"],
      "@hono/": ["worker/http/"],
      "cloudflare:": ["worker/objects/"],
    };
    const wrong = offending(production, ({ path }, { target }) => {
      const home = Object.entries(homes).find(
        ([name]) => target === name || target.startsWith(name.endsWith("/") || name.endsWith(":") ? name : `${name}/`),
      );
      return !home || startsWithAny(path, home[1]);
    });
    expect(wrong).toEqual([]);
  });

  it("use zod as one namespace, or the bundle grows", () => {
    const named = production.filter(({ text }) => /import \{[^}]*\bz\b[^}]*\} from "zod"/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it("bring neither the test's stand-ins nor tests into the product", () => {
    expect(offending(production, (_source, { target }) => !startsWithAny(target, ["local/", "test/"]))).toEqual([]);
  });

  it("bring types alone from the Worker into the pages, and the one table of who may do what", () => {
    const wrong = sourcesBelow("web/src").filter(({ text }) =>
      /import (?!type\b)[^;]*from "(?:\.\.\/)+worker\/(?!permissions\.ts")/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

type Use = { readonly name: string; readonly homes: readonly string[] };

/** Sources of time, chance, network and output, each with its one home. */
const AMBIENT: readonly Use[] = [
  { name: "fetch", homes: ["worker/platform/egress.ts"] },
  { name: "console", homes: ["worker/log.ts"] },
  { name: "Date.now", homes: ["worker/platform/clock.ts"] },
  { name: "Math.random", homes: ["worker/platform/random.ts"] },
  { name: "crypto.randomUUID", homes: [] },
  { name: "crypto.getRandomValues", homes: ["worker/platform/random.ts"] },
  { name: "setTimeout", homes: [] },
  { name: "setInterval", homes: [] },
];

function nameOf(node: unknown): string {
  const { type, name, object, property } = node as Node & { name?: string; object?: unknown; property?: unknown };
  if (type === "Identifier") return name ?? "";
  return type === "MemberExpression" ? `${nameOf(object)}.${nameOf(property)}` : "";
}

/** True for a call of `name` itself, or of a method on it; `egress.fetch(…)` is not a call of `fetch`. */
function calls(node: Node, name: string): boolean {
  if (node.type !== "CallExpression") return false;
  const called = nameOf(node.callee);
  return called === name || called.startsWith(`${name}.`);
}

/** `new Date()` without an argument asks the clock. */
function asksDate(node: Node): boolean {
  return node.type === "NewExpression" && nameOf(node.callee) === "Date" && (node.arguments as unknown[]).length === 0;
}

describe("time, chance, network and output", () => {
  it.each(AMBIENT)("$name is used in its home only", ({ name, homes }) => {
    const strangers = worker.filter((source) => !homes.includes(source.path));
    const wrong = strangers.filter((source) => [...nodesOf(treeOf(source))].some((node) => calls(node, name)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("is asked of the clock, never of a new Date", () => {
    const wrong = worker.filter((source) => [...nodesOf(treeOf(source))].some(asksDate));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("would be found if somebody used it", () => {
    const source = {
      path: "worker/x.ts",
      text: "const a = fetch('x'); egress.fetch('y'); const d = new Date(); console.log(a, d);",
    };
    const nodes = [...nodesOf(treeOf(source))];
    expect(nodes.filter((node) => calls(node, "fetch"))).toHaveLength(1);
    expect(nodes.filter((node) => calls(node, "console"))).toHaveLength(1);
    expect(nodes.filter(asksDate)).toHaveLength(1);
  });
});
