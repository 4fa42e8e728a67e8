import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { RULES } from "../../../worker/engine/rules/index.ts";
import { ruleFile } from "../../support/rule-files.ts";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Fewer killed mutants mean that tests look at rules without telling right from wrong. */
const LEAST_SCORE = 0.75;
/** A dozen mutants is too few to tell three quarters from a little less. */
const TELLING = 50;
const LEAST_OF_FEW = 0.5;

interface Mutant {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
  readonly what: string;
}

/** Small mistakes that a test of the rule must notice. */
const OPERATORS: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/ === /g, () => " !== "],
  [/ !== /g, () => " === "],
  [/ && /g, () => " || "],
  [/ \|\| /g, () => " && "],
  [/ < (?=\w)/g, () => " >= "],
  [/ > (?=\w)/g, () => " <= "],
  [/(?<=[(\s])!(?=[\w(])/g, () => ""],
  [/\breturn true\b/g, () => "return false"],
  [/\breturn false\b/g, () => "return true"],
  [/\bcontinue;/g, () => ";"],
  [/\.some\(/g, () => ".every("],
  [/\.every\(/g, () => ".some("],
];

/** Makes one small mistake at a time in the rules and counts how many their tests notice. `limit`: mutants in all. */
export async function proveMutation(report: Report, limit: number): Promise<void> {
  const mutants = RULES.flatMap(({ meta }) => mutantsOf(meta.id));
  const chosen = spread(mutants, limit);
  const folders = [0, 1].map(() => copyTree());
  const survivors: string[] = [];
  const [first = ""] = folders;
  // In a copy that cannot run at all every mistake would seem to be noticed.
  const isSound = await passes(first, "");
  report.claim("untouched, the rules' tests pass in the copy", isSound, isSound ? "all of them" : "they fail");
  let next = 0;
  await Promise.all(
    folders.map(async (folder) => {
      for (let mutant = chosen[next++]; mutant; mutant = chosen[next++]) {
        if (!(await isKilled(folder, mutant))) survivors.push(`${mutant.rule}: ${mutant.what}`);
      }
    }),
  );
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  const score = 1 - survivors.length / Math.max(1, chosen.length);
  const least = chosen.length < TELLING ? LEAST_OF_FEW : LEAST_SCORE;
  report.claim(
    `the rules' tests notice at least ${least * 100} % of small mistakes`,
    score >= least,
    `${(score * 100).toFixed(1)} % of ${chosen.length} of ${mutants.length} mutants`,
  );
  for (const survivor of survivors.sort().slice(0, 40)) console.log(`      survived  ${survivor}`);
}

/** The mistakes of a rule's own file, documentation left out. */
function mutantsOf(rule: string): Mutant[] {
  const path = ruleFile(rule);
  const text = readFileSync(join(ROOT, path), "utf8");
  const from = text.indexOf("*check(");
  return OPERATORS.flatMap(([pattern, change]) =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => index > from)
      .map((match) => {
        const [found] = match;
        const line = text.slice(0, match.index).split("\n").length;
        const changed = text.slice(0, match.index) + change(found) + text.slice(match.index + found.length);
        return { rule, path, text: changed, what: `line ${line}, \`${found.trim()}\` → \`${change(found).trim()}\`` };
      }),
  );
}

/** As many as asked for, from all rules alike; the same every time. */
function spread(mutants: readonly Mutant[], limit: number): Mutant[] {
  const step = Math.max(1, mutants.length / limit);
  return Array.from(
    { length: Math.min(limit, mutants.length) },
    (_, index) => mutants[Math.floor(index * step)],
  ).filter((mutant) => mutant !== undefined);
}

function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-mutants-"));
  for (const name of ["worker", "test", "package.json", "tsconfig.json", "vitest.config.ts", "local", "web"])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

async function isKilled(folder: string, { rule, path, text }: Mutant): Promise<boolean> {
  const target = join(folder, path);
  const original = readFileSync(target, "utf8");
  writeFileSync(target, text);
  try {
    return !(await passes(folder, rule));
  } finally {
    writeFileSync(target, original);
  }
}

/** True when the tests of a rule pass in a copy; of all rules for an empty name. */
async function passes(folder: string, rule: string): Promise<boolean> {
  try {
    await promisify(execFile)(
      process.execPath,
      [
        join(ROOT, "node_modules/vitest/vitest.mjs"),
        "run",
        "--root",
        folder,
        "--project",
        "engine",
        "--bail",
        "1",
        `test/engine/rules/${rule}`,
      ],
      { cwd: folder, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
    );
    return true;
  } catch {
    return false;
  }
}
