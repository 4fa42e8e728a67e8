/** The Worker in one file, as workerd runs it without a development server: its sources may be changed on the way, for tests. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** In a file below the root, `from` becomes `to`: a text that stands there exactly once. */
export type SourceChange = { readonly file: string; readonly from: string; readonly to: string };

export type BundleOptions = {
  /** The file that exports the Worker and its objects. */
  readonly entry: string;
  /** Where it is written. */
  readonly outfile: string;
  readonly changes?: readonly SourceChange[];
  /** The sources of the product; this repository's unless told. */
  readonly root?: string;
};

type OnLoad = (args: { readonly path: string }) => { readonly contents: string; readonly loader: "ts" } | undefined;
type OnResolve = (args: { readonly path: string }) => { readonly path: string; readonly external?: boolean };
type Setup = {
  onLoad(filter: { readonly filter: RegExp }, callback: OnLoad): void;
  onResolve(filter: { readonly filter: RegExp }, callback: OnResolve): void;
};
type Esbuild = { build(options: Readonly<Record<string, unknown>>): Promise<unknown> };

/** The bundler and the runtime that the pinned wrangler brings: the same that it deploys and develops with. */
export const ofWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));

const BUILT_IN = /^(?:node:.*|cloudflare:.*)$/;
const NODE_MODULE = /^(?:assert|async_hooks|buffer|crypto|events|fs|path|process|stream|string_decoder|url|util|zlib)$/;
const SOURCE = /\.ts$/;

/** Throws when a change finds its text not exactly once: the planted difference would be missing. */
function changed(root: string, path: string, changes: Map<string, SourceChange[]>): string | undefined {
  const file = relative(root, path);
  const wanted = changes.get(file);
  if (!wanted) return undefined;
  changes.delete(file);
  return wanted.reduce(
    (text, { from, to }) => {
      const parts = text.split(from);
      if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
      return parts.join(to);
    },
    readFileSync(path, "utf8"),
  );
}

function byFile(changes: readonly SourceChange[]): Map<string, SourceChange[]> {
  const files = new Map<string, SourceChange[]>();
  for (const change of changes) files.set(change.file, [...(files.get(change.file) ?? []), change]);
  return files;
}

/** Writes the bundle. Throws when it does not build, or when a change does not fit the source any more. */
export async function bundleWorker({ entry, outfile, changes = [], root = ROOT }: BundleOptions): Promise<void> {
  const open = byFile(changes);
  const change = {
    name: "change",
    setup(build: Setup) {
      build.onResolve({ filter: BUILT_IN }, ({ path }) => ({ path, external: true }));
      build.onResolve({ filter: NODE_MODULE }, ({ path }) => ({ path: `node:${path}`, external: true }));
      build.onLoad({ filter: SOURCE }, ({ path }) => {
        const contents = changed(root, path, open);
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
    },
  };
  await (ofWrangler("esbuild") as Esbuild).build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    nodePaths: [join(ROOT, "node_modules")],
    keepNames: true,
    logLevel: "error",
    plugins: [change],
  });
  const missed = [...open.keys()];
  if (missed.length > 0) throw new Error(`Changed files that the Worker does not use: ${missed.join(", ")}`);
}
