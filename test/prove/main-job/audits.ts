import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const COMMAND = join(ROOT, "scripts", "autodevops.mjs");

type Line = { dir: string; findings: { rule: string; path: string }[]; scores: { overall: number } };

/** Folders below node_modules that ship workflows of their own. */
function packagesWithWorkflows(): string[] {
  const modules = join(ROOT, "node_modules");
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return names.map((name) => join(modules, name)).filter((folder) => existsSync(join(folder, ".github", "workflows")));
}

function audit(...folders: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "audit", ...folders, "--format", "json"], {
    encoding: "utf8",
  });
  const lines = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  return { status, lines, stderr };
}

/** The command over this project and over every dependency that ships workflows. */
export async function proveAudits(report: Report): Promise<void> {
  const own = audit(ROOT);
  const open = own.lines.flatMap(({ findings }) => findings.map(({ rule, path }) => `${rule} in ${path}`));
  report.claim(
    "no finding in this project's own pipeline",
    own.status === 0 && open.length === 0,
    open.join(", ") || "0 findings",
  );
  const folders = packagesWithWorkflows();
  const all = audit(...folders);
  const findings = all.lines.reduce((sum, line) => sum + line.findings.length, 0);
  const isWhole = all.lines.length === folders.length && (all.status === 0 || all.status === 1);
  report.claim(
    "every dependency with workflows is audited without a crash",
    isWhole,
    `${folders.length} packages, ${findings} findings, exit ${all.status} ${all.stderr.trim()}`,
  );
}
