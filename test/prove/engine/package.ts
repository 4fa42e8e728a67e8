import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";

/** The command from a package that `npm pack` makes, installed into an empty folder without a network. */
export async function provePackage(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-package-"));
  try {
    const tarball = pack(folder);
    const home = join(folder, "home");
    mkdirSync(home);
    writeFileSync(join(home, "package.json"), "{}\n");
    const install = spawnSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: home });
    const packages = Object.keys(lockOf(home)).filter((path) => path !== "");
    report.claim(
      "the package installs offline and brings nothing else",
      install.status === 0 && packages.length === 1,
      `${packages.join(", ")}, ${(statSync(tarball).size / 1_000).toFixed(0)} KB`,
    );
    proveAudit(report, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packs a copy of this tree's files, so that nothing here changes while others read it. */
function pack(folder: string): string {
  const copy = join(folder, "copy");
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  for (const path of String(listed).split("\0").filter(Boolean)) {
    if (!existsSync(join(ROOT, path))) continue;
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const before = readFileSync(join(copy, "package.json"), "utf8");
  const name = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: copy, encoding: "utf8" });
  if (readFileSync(join(copy, "package.json"), "utf8") !== before) throw new Error("Packing changed package.json.");
  return join(folder, name.trim().split("\n").at(-1) ?? "");
}

function lockOf(home: string): Record<string, unknown> {
  const lock = join(home, "package-lock.json");
  return existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).packages : {};
}

function proveAudit(report: Report, home: string): void {
  const repository = join(home, "repository");
  mkdirSync(join(repository, ".github/workflows"), { recursive: true });
  writeFileSync(join(repository, ".github/workflows/ci.yml"), WORKFLOW);
  const bin = join(home, "node_modules/.bin/autodevops");
  const audit = spawnSync(bin, ["audit", repository, "--format", "json"], { cwd: home, encoding: "utf8" });
  const rules: string[] = audit.status === 1 ? rulesIn(audit.stdout) : [];
  report.claim(
    "the installed command audits a folder",
    rules.includes("missing-permissions") && rules.includes("missing-job-timeout"),
    rules.join(", ") || audit.stderr.slice(0, 500),
  );
}

function rulesIn(output: string): string[] {
  const { findings } = JSON.parse(output) as { findings: readonly { rule: string }[] };
  return findings.map(({ rule }) => rule);
}
