/**
 * Writes worker/engine/schema/github-schema.json: GitHub's own grammar of workflows and actions, as its language service
 * publishes it, without descriptions. `--check` writes nothing and exits 1 when the file is not current.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const FILE = at("worker/engine/schema/github-schema.json");
const PACKAGE = "node_modules/@actions/workflow-parser";
const ROOTS = {
  workflow: ["workflow-v1.0.min.json", "workflow-root-strict"],
  action: ["action-v1.0.min.json", "action-root-strict"],
};

/** Definitions that can be reached from the root, each without the texts for people. */
function reachable(definitions, root) {
  const kept = {};
  const pending = [root];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (kept[name] || !definitions[name]) continue;
    kept[name] = withoutTexts(definitions[name]);
    pending.push(...namesIn(kept[name]));
  }
  return Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutTexts(definition) {
  const { description: _, coerceRaw: __, ...rest } = definition;
  if (!rest.mapping?.properties) return rest;
  const properties = Object.entries(rest.mapping.properties).map(([key, value]) => [
    key,
    typeof value === "string" ? value : { type: value.type, ...(value.required ? { required: true } : {}) },
  ]);
  return { ...rest, mapping: { ...rest.mapping, properties: Object.fromEntries(properties) } };
}

function namesIn(definition) {
  const { mapping, sequence } = definition;
  const properties = Object.values(mapping?.properties ?? {}).map((value) =>
    typeof value === "string" ? value : value.type,
  );
  const loose = [mapping?.["loose-key-type"], mapping?.["loose-value-type"], sequence?.["item-type"]];
  return [...properties, ...loose, ...(definition["one-of"] ?? [])].filter(Boolean);
}

function render() {
  const { version } = JSON.parse(readFileSync(at(`${PACKAGE}/package.json`), "utf8"));
  const grammars = Object.entries(ROOTS).map(([name, [file, root]]) => {
    const { definitions } = JSON.parse(readFileSync(at(`${PACKAGE}/dist/${file}`), "utf8"));
    return [name, { root, definitions: reachable(definitions, root) }];
  });
  const source = `@actions/workflow-parser ${version}, github.com/actions/languageservices, MIT`;
  return `${JSON.stringify({ source, ...Object.fromEntries(grammars) })}\n`;
}

const text = render();
if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  console.error("worker/engine/schema/github-schema.json is not current. Run: npm run data:schema");
  process.exitCode = 1;
}
