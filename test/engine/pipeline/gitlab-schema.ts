import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { Ajv, type ValidateFunction } from "ajv";

/** Compiles GitLab's own schema of `.gitlab-ci.yml`, which gitlab-ci-local carries as an object inside its bundle. */
export function gitlabSchema(): ValidateFunction {
  const path = createRequire(import.meta.url).resolve("gitlab-ci-local/dist/index.js");
  const bundle = readFileSync(path, "utf8");
  const start = bundle.indexOf(
    '{$schema:"http://json-schema.org/draft-07/schema#",$id:"https://gitlab.com/.gitlab-ci.yml"',
  );
  if (start === -1) throw new Error("gitlab-ci-local no longer carries GitLab's schema.");
  const text = bundle.slice(start, endOfObject(bundle, start));
  const schema: unknown = JSON.parse(runInNewContext(`JSON.stringify(${text})`));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile(schema as object);
}

function endOfObject(text: string, start: number): number {
  const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]/gs;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === "{") depth += 1;
    if (found[0] === "}") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  throw new Error("The schema does not end.");
}
