import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface RuleCases {
  readonly silent: number;
  readonly reporting: number;
}

/** How many cases each rule's test file has in which it stays silent, and in which it reports; by the names of their suites: `<id> stays silent…` and `<id> reports`. Rows of tables have suites of other names. */
export async function ruleCases(): Promise<ReadonlyMap<string, RuleCases>> {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-cases-"));
  const file = join(folder, "cases.json");
  const args = [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    "list",
    "--no-staticParse",
    "--project",
    "node",
    `--json=${file}`,
    "test/engine/rules",
  ];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
  const names = (JSON.parse(readFileSync(file, "utf8")) as { readonly name: string }[]).map(({ name }) => name);
  rmSync(folder, { recursive: true, force: true });
  const cases = new Map<string, RuleCases>();
  for (const name of names) {
    const [, id, kind] = /^([a-z0-9-]+) (stays silent|reports(?= >))/.exec(name) ?? [];
    if (id === undefined) continue;
    const { silent, reporting } = cases.get(id) ?? { silent: 0, reporting: 0 };
    cases.set(id, kind === "reports" ? { silent, reporting: reporting + 1 } : { silent: silent + 1, reporting });
  }
  return cases;
}
