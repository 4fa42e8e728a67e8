import type { Proof } from "../component-draft.ts";
import type { Commands } from "../stack-profile.ts";
import { addMakeTarget } from "../task-files.ts";
import { MANIFEST, type PhpProject, required, scriptsOf, vendorBin } from "./composer-manifest.ts";

/** Names that a script has by convention, the most usual first. */
const NAMES: Readonly<Partial<Record<keyof Commands, readonly string[]>>> = {
  lint: [
    "lint",
    "lint:check",
    "lint:php",
    "phpcs",
    "cs",
    "cs:check",
    "cs-check",
    "check-cs",
    "check-style",
    "code-style",
    "sniff",
  ],
  format: ["format:check", "format-check", "fmt:check", "pint:test", "pint:check", "test:lint", "test:style"],
  typecheck: [
    "phpstan",
    "stan",
    "analyse",
    "analyze",
    "static-analysis",
    "psalm",
    "types",
    "test:types",
    "types:check",
  ],
  test: ["test", "tests", "test:unit", "phpunit", "pest", "unit", "unit-test", "unit-tests"],
};

/** The project's own script of this kind that changes no file; null without one. */
export function checkScript(
  project: PhpProject,
  about: keyof Commands,
): { readonly run: string; readonly proof: Proof } | null {
  const scripts = scriptsOf(project);
  const fitting = (NAMES[about] ?? []).filter((name) => scripts.has(name) && !changesFiles(scripts.get(name) ?? ""));
  const name = about === "test" ? testScript(fitting, scripts) : fitting[0];
  if (name === undefined) return null;
  return { run: `composer ${name}`, proof: project.draft.proof(MANIFEST, new RegExp(`"${name}"\\s*:\\s*["\\[]`)) };
}

/** A script that runs all checks one by one is no test of its own where the tests alone have a script. */
function testScript(names: readonly string[], scripts: ReadonlyMap<string, string>): string | undefined {
  const [first] = names;
  const runsAll =
    first !== undefined &&
    /^@(?:test:)?(?:lint|types?|stan|phpstan|cs|style|format|refacto)/m.test(scripts.get(first) ?? "");
  return runsAll ? (names.find((name) => name === "test:unit") ?? first) : first;
}

/** Formatters that are not told to only look. */
function changesFiles(body: string): boolean {
  return body
    .split("\n")
    .some(
      (line) =>
        /\bphpcbf\b|--fix\b/.test(line) ||
        (/php-cs-fixer/.test(line) && !/--dry-run|\bcheck\b/.test(line)) ||
        (/\bpint\b/.test(line) && !/--test\b/.test(line)) ||
        (/\brector\b/.test(line) && !/--dry-run\b/.test(line)),
    );
}

/** Linters, formatters and static analysis: the project's own scripts, else the tools that it installs and configures. */
export function addChecks(project: PhpProject): void {
  const { draft } = project;
  for (const about of ["lint", "format", "typecheck"] as const) {
    const script = checkScript(project, about);
    if (script) draft.command(about, script.run, script.proof);
  }
  addLint(project);
  addFormat(project);
  addAnalysis(project);
  if (!draft.has("lint")) addMakeTarget(draft, "lint", ["lint", "cs"]);
}

function addLint(project: PhpProject): void {
  const { draft, folder } = project;
  const phpcs = required(
    project,
    "squizlabs/php_codesniffer",
    "slevomat/coding-standard",
    "doctrine/coding-standard",
    "wp-coding-standards/wpcs",
  );
  const rules = folder.first("phpcs.xml", "phpcs.xml.dist", ".phpcs.xml", ".phpcs.xml.dist");
  if (phpcs && rules !== null) draft.command("lint", vendorBin(project, "phpcs"), draft.proof(rules));
  const ecs = required(project, "symplify/easy-coding-standard");
  if (ecs && folder.has("ecs.php")) draft.command("lint", `${vendorBin(project, "ecs")} check`, draft.proof("ecs.php"));
}

/** A formatter that the lint script runs already is not run twice. */
function addFormat(project: PhpProject): void {
  const { draft } = project;
  const script = checkScript(project, "lint")?.run.replace("composer ", "") ?? "";
  const body = scriptsOf(project).get(script) ?? "";
  const pint = required(project, "laravel/pint");
  if (pint && !/\bpint\b/.test(body)) draft.command("format", `${vendorBin(project, "pint")} --test`, pint);
  const fixer = required(project, "friendsofphp/php-cs-fixer", "php-cs-fixer/shim");
  const config = project.folder.first(".php-cs-fixer.dist.php", ".php-cs-fixer.php", ".php_cs.dist", ".php_cs");
  if (fixer && config !== null && !/php-cs-fixer/.test(body)) {
    draft.command("format", `${vendorBin(project, "php-cs-fixer")} fix --dry-run --diff`, draft.proof(config));
  }
}

function addAnalysis(project: PhpProject): void {
  const { draft, folder } = project;
  const phpstan = required(project, "phpstan/phpstan", "larastan/larastan", "nunomaduro/larastan");
  const neon = folder.first("phpstan.neon", "phpstan.neon.dist", "phpstan.dist.neon");
  if (phpstan && neon !== null)
    draft.command("typecheck", `${vendorBin(project, "phpstan")} analyse`, draft.proof(neon));
  const sources = ["src", "app", "lib"].find((name) => folder.below.some((path) => path.startsWith(`${name}/`)));
  if (phpstan && sources !== undefined) {
    draft.command("typecheck", `${vendorBin(project, "phpstan")} analyse ${sources}`, {
      ...phpstan,
      confidence: "medium",
    });
  }
  const psalm = folder.first("psalm.xml", "psalm.xml.dist");
  if (psalm !== null && required(project, "vimeo/psalm"))
    draft.command("typecheck", vendorBin(project, "psalm"), draft.proof(psalm));
}
