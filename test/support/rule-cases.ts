import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface RuleCases {
  readonly silent: number;
  readonly reporting: number;
}

/** How many cases each rule's test file has in which it stays silent, and in which it reports; by their names: they say that a rule stays silent or that it reports. Rows of tables have names of their own. */
export async function ruleCases(): Promise<ReadonlyMap<string, RuleCases>> {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-cases-"));
  const file = join(folder, "cases.json");
  const args = [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    "list",
    "--no-staticParse",
    "--project",
    "engine",
    `--json=${file}`,
    "test/engine/rules",
  ];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
  const tests = JSON.parse(readFileSync(file, "utf8")) as { readonly name: string; readonly file: string }[];
  rmSync(folder, { recursive: true, force: true });
  const cases = new Map<string, RuleCases>();
  for (const { name, file: path } of tests) {
    const id =
      /^([a-z0-9-]+) stays silent in a healthy repository/.exec(name)?.[1] ??
      basename(path, ".test.ts").replace(/-fix$/, "");
    const { silent, reporting } = cases.get(id) ?? { silent: 0, reporting: 0 };
    if (/\bstays silent\b/.test(name)) cases.set(id, { silent: silent + 1, reporting });
    else if (/\breports\b/.test(name)) cases.set(id, { silent, reporting: reporting + 1 });
  }
  return cases;
}
