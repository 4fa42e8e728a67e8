import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Path of a rule's file from the project's root. Throws when there is none. */
export function ruleFile(id: string): string {
  const folders = readdirSync(`${ROOT}worker/engine/rules`, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const path = folders
    .map(({ name }) => `worker/engine/rules/${name}/${id}.ts`)
    .find((each) => existsSync(ROOT + each));
  if (path === undefined) throw new Error(`There is no file of rule ${id}.`);
  return path;
}
