// Weighs the built app against its budgets (gzip) and fails when one is exceeded. Run after `vite build`.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const KB = 1024;
export const BUDGETS = {
  initialJs: 60 * KB,
  css: 12 * KB,
  lazyCss: 4 * KB,
  lazyChunk: 130 * KB,
  firstRouteRequests: 3,
};
const FIRST_ROUTES = ["src/features/welcome/welcome.page.tsx", "src/features/fleet/fleet.page.tsx"];

/** Keys of a chunk and of everything that it imports statically. */
function closureOf(manifest, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key]?.imports ?? []) closureOf(manifest, imported, seen);
  return seen;
}

function filesOf(manifest, keys, pick) {
  return [...new Set([...keys].flatMap((key) => pick(manifest[key] ?? {})))];
}

const sheetsOf = (chunk) => chunk.css ?? [];
const scriptsOf = (chunk) => (chunk.file?.endsWith(".js") ? [chunk.file] : []);

/** Scripts that a page names itself, without the leading slash. */
function scriptsOfPage(html) {
  return [...html.matchAll(/<script[^>]* src="\/([^"]+)"/g)].map((match) => match[1]);
}

/**
 * Measures of a build, as rows of `{name, value, budget}`. `html` is the page, `sizeOf` gives the gzip bytes of a file.
 * Scripts beside the bundle, such as the theme's, count as well.
 */
export function measureBundle(manifest, html, sizeOf) {
  const sum = (files) => files.reduce((total, file) => total + sizeOf(file), 0);
  const named = scriptsOfPage(html);
  const entries = Object.keys(manifest).filter((key) => named.includes(manifest[key].file));
  if (entries.length === 0) throw new Error("The page names no script of this build. Run `vite build` first.");
  const initial = new Set(entries.flatMap((key) => [...closureOf(manifest, key)]));
  const initialScripts = [...new Set([...named, ...filesOf(manifest, initial, scriptsOf)])];
  const lazy = Object.keys(manifest).filter((key) => !initial.has(key));
  const initialSheets = filesOf(manifest, initial, sheetsOf);
  const rows = [
    { name: "initial JS", value: sum(initialScripts), budget: BUDGETS.initialJs },
    { name: "initial CSS", value: sum(initialSheets), budget: BUDGETS.css },
  ];
  for (const file of filesOf(manifest, lazy, sheetsOf).filter((sheet) => !initialSheets.includes(sheet))) {
    rows.push({ name: `lazy ${file}`, value: sizeOf(file), budget: BUDGETS.lazyCss });
  }
  for (const file of filesOf(manifest, lazy, scriptsOf)) {
    rows.push({ name: `lazy ${file}`, value: sizeOf(file), budget: BUDGETS.lazyChunk });
  }
  for (const route of FIRST_ROUTES) {
    const scripts = new Set([...initialScripts, ...filesOf(manifest, closureOf(manifest, route), scriptsOf)]);
    rows.push({
      name: `requests for ${route.split("/").at(-1)}`,
      value: scripts.size,
      budget: BUDGETS.firstRouteRequests,
    });
  }
  return rows;
}

/** The rows that exceed their budget. */
export function overBudget(rows) {
  return rows.filter((row) => row.value > row.budget);
}

function show({ name, value, budget }) {
  const amount = (number) => (budget > 1000 ? `${(number / KB).toFixed(1)} KB` : String(number));
  return `${value > budget ? "over" : "ok  "}  ${name}: ${amount(value)} of ${amount(budget)}`;
}

function main() {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "../dist/client");
  const manifest = JSON.parse(readFileSync(join(root, ".vite/manifest.json"), "utf8"));
  const html = readFileSync(join(root, "index.html"), "utf8");
  const rows = measureBundle(manifest, html, (file) => gzipSync(readFileSync(join(root, file))).length);
  for (const row of rows) console.log(show(row));
  if (overBudget(rows).length === 0) return;
  console.error("The app is too heavy. Load what grew lazily, or leave it out.");
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
