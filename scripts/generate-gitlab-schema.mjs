/**
 * Writes worker/engine/schema/gitlab-schema.json: GitLab's own JSON Schema of `.gitlab-ci.yml`, as gitlab-ci-local carries it
 * in its bundle, without the texts for people and without formats
 * (`uri`), which a variable in the text would break. `--check` writes nothing and exits 1 when the file is not current.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const FILE = at("worker/engine/schema/gitlab-schema.json");
const PACKAGE = "node_modules/gitlab-ci-local";
const MARK = '$id:"https://gitlab.com/.gitlab-ci.yml"';
const TEXTS = new Set(["description", "markdownDescription", "deprecationMessage", "$comment"]);
/** What has names of the author's own under it: there `description` is a key, not a text. */
const NAMED = new Set(["properties", "definitions", "patternProperties", "dependencies"]);

/** Strings, so that a bracket inside one is none, and brackets. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}[\]]/g;

/** The object literal around the mark: the bundle is a program, in which the schema is no JSON. */
function literalAround(code, mark) {
  const start = code.lastIndexOf("{", code.indexOf(mark));
  let depth = 0;
  for (const { 0: token, index } of code.slice(Math.max(start, 0)).matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    if (depth === 0) return code.slice(start, start + index + 1);
  }
  throw new Error("The bundle of gitlab-ci-local holds no schema where it was.");
}

/** Where GitLab takes more than its schema says: scripts nest to ten levels, and DAST has a key of its own. */
function amended(schema) {
  const { definitions } = schema;
  const lines = { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/definitions/script_lines" } }] };
  for (const name of ["script", "optional_script"])
    definitions[name].oneOf.find(({ type }) => type === "array").items = { $ref: "#/definitions/script_lines" };
  definitions.job_template.properties.dast_configuration = { type: "object" };
  return { ...schema, definitions: { ...definitions, script_lines: lines } };
}

function withoutTexts(schema, isNames = false) {
  if (Array.isArray(schema)) return schema.map((each) => withoutTexts(each));
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(([key, value]) => isNames || !isText(key, value));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTexts(value, !isNames && NAMED.has(key))]));
}

function isText(key, value) {
  if (key === "examples" || key === "default" || key === "format") return true;
  return TEXTS.has(key) && typeof value === "string";
}

function render() {
  const { version } = JSON.parse(readFileSync(at(`${PACKAGE}/package.json`), "utf8"));
  const code = readFileSync(at(`${PACKAGE}/dist/index.js`), "utf8");
  const schema = JSON.parse(JSON.stringify(runInNewContext(`(${literalAround(code, MARK)})`)));
  const $comment = `GitLab's ci.json, in gitlab-ci-local ${version}, github.com/firecow/gitlab-ci-local, MIT`;
  return `${JSON.stringify({ $comment, ...amended(withoutTexts(schema)) })}\n`;
}

const text = render();
if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  console.error("worker/engine/schema/gitlab-schema.json is not current. Run: npm run data:gitlab-schema");
  process.exitCode = 1;
}
