import type { RepositoryModel } from "../model/repository.ts";
import { record, valueAt } from "../profile/read-value.ts";

/** Scripts that npm runs by their own name. Source: docs.npmjs.com, "scripts". */
const BY_NAME = new Set(["test", "start", "stop", "restart"]);
/** Options that send a command to other packages, or make a missing script no error. */
const ELSEWHERE =
  /^(?:-w|--workspaces?|--workspace=.*|-ws|-r|--recursive|-F|--filter|--filter=.*|--prefix|--prefix=.*|-C|--dir|--cwd|--if-present)$/;

/** What is wrong with `npm run lint` and its like in a folder; null where the script exists, or nobody can know. */
export function missingScript(repository: RepositoryModel, directory: string, words: readonly string[]): string | null {
  const name = scriptNameOf(words);
  const path = directory === "" ? "package.json" : `${directory}/package.json`;
  const manifest = repository.json(path);
  if (name === null || typeof manifest !== "object" || manifest === null) return null;
  const scripts = record(valueAt(manifest, "scripts"));
  if (Object.hasOwn(scripts, name) || (name === "start" && repository.has("server.js"))) return null;
  const known = Object.keys(scripts);
  const list =
    known.length === 0
      ? "it has none"
      : `it has ${known
          .slice(0, 12)
          .map((each) => `\`${each}\``)
          .join(", ")}`;
  return `\`${path}\` has no script \`${name}\` (${list}); add it, or run another one.`;
}

function scriptNameOf(words: readonly string[]): string | null {
  const [program = "", ...rest] = words;
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program) || rest.some((word) => ELSEWHERE.test(word))) return null;
  const plain = rest.filter((word) => !word.startsWith("-"));
  const [verb = "", name] = plain;
  if (verb === "run" || verb === "run-script") return name === undefined || /[$*<{]/.test(name) ? null : name;
  return program !== "bun" && program !== "yarn" && BY_NAME.has(verb) && verb !== "restart" ? verb : null;
}

/** What is wrong with `make lint` in a folder; null where the target exists, or nobody can know. */
export function missingMakeTarget(
  repository: RepositoryModel,
  directory: string,
  words: readonly string[],
): string | null {
  const [program, ...rest] = words;
  if (program !== "make" || rest.some((word) => /^-[CfI]|^--(?:directory|file|makefile)/.test(word))) return null;
  const prefix = directory === "" ? "" : `${directory}/`;
  const file = ["GNUmakefile", "makefile", "Makefile"].map((name) => repository.file(prefix + name)).find(Boolean);
  if (!file || /^-?(?:include|sinclude)\b|^[^\t#\n]*%[^\n]*:|\$\(eval|^\.DEFAULT\b/m.test(file.text)) return null;
  const targets = rest.filter((word) => /^[\w.-]+$/.test(word) && !word.startsWith("-"));
  const missing = targets.find((target) => !definesTarget(file.text, target) && !repository.has(prefix + target));
  return missing === undefined ? null : `\`${file.path}\` has no target \`${missing}\`; add it, or run another one.`;
}

function definesTarget(text: string, target: string): boolean {
  return text.split("\n").some((line) => {
    const colon = line.indexOf(":");
    return colon > 0 && !/^[\t#]/.test(line) && line.slice(0, colon).split(/\s+/).includes(target);
  });
}
