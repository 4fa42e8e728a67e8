import { configOf, installedOf, majorOf, type NodePackage } from "../node-package.ts";
import { ESLINT_CONFIG, type Picked, type ScriptContext, scriptPattern } from "./pick-script.ts";
import { withoutRunner } from "./runner.ts";
import { isSimple } from "./script-calls.ts";

interface ToolCommand {
  readonly command: string;
  readonly file: string;
  readonly needle?: string;
}

/** Checks by the configured tools, for what no script does. */
export function lintByTool({ node, runner }: ScriptContext): Picked | null {
  const { folder } = node;
  const eslint = folder.names.find((name) => ESLINT_CONFIG.test(name));
  if (node.installed.has("eslint") && (eslint || "eslintConfig" in node.manifest))
    return picked({ command: runner.exec(eslintCommand(node, eslint)), file: eslint ?? node.file });
  const biome = folder.first("biome.json", "biome.jsonc");
  if (biome && node.installed.has("@biomejs/biome"))
    return picked({ command: runner.exec("biome lint ."), file: biome });
  if (node.installed.has("oxlint"))
    return picked({ command: runner.exec("oxlint"), file: node.file, needle: "oxlint" });
  const simple = installedOf(node, ["standard", "ts-standard", "semistandard", "xo"]);
  return simple ? picked({ command: runner.exec(simple), file: node.file, needle: `"${simple}"` }) : null;
}

function picked({ command, file, needle }: ToolCommand): Picked {
  return { command, file, needle: needle ?? null, confidence: "medium" };
}

/** ESLint 8 and its `.eslintrc` look at JavaScript alone unless they are told more. */
function eslintCommand(node: NodePackage, config: string | undefined): string {
  const isOld = (majorOf(node, "eslint") ?? 9) < 9 && !config?.startsWith("eslint.config");
  return isOld && node.installed.has("typescript") ? "eslint . --ext .js,.jsx,.ts,.tsx" : "eslint .";
}

const PRETTIER_CONFIG =
  /^(?:\.prettierrc(?:\.(?:json5?|ya?ml|toml|[cm]?[jt]s))?|prettier\.config\.[cm]?[jt]s|\.prettierignore)$/;

export function formatByTool(context: ScriptContext): Picked | null {
  const { node, runner } = context;
  const { folder, installed } = node;
  const script = formatScript(context);
  if (script) return script;
  const biome = folder.first("biome.json", "biome.jsonc");
  if (biome && installed.has("@biomejs/biome")) return picked({ command: runner.exec("biome format ."), file: biome });
  const dprint = folder.first("dprint.json", ".dprint.json");
  if (dprint && installed.has("dprint")) return picked({ command: runner.exec("dprint check"), file: dprint });
  const prettier = folder.names.find((name) => PRETTIER_CONFIG.test(name));
  const isLinted = installed.has("eslint-plugin-prettier");
  if (!installed.has("prettier") || isLinted || !isKept(node)) return null;
  return picked({ command: runner.exec("prettier --check ."), file: prettier ?? node.file });
}

/** A configuration alone does not say that anybody formats: a list of what to leave out does, and a hook before commits. */
function isKept({ folder, manifest }: NodePackage): boolean {
  const hooks = `${JSON.stringify(manifest["lint-staged"] ?? "")}${folder.text(".lintstagedrc")}${folder.text(".lintstagedrc.json")}`;
  return (
    folder.has(".prettierignore") ||
    /\bprettier\b/.test(hooks) ||
    installsPreCommit(folder.text(".pre-commit-config.yaml"))
  );
}

function installsPreCommit(config: string): boolean {
  return /^\s*-\s+id:\s*prettier\b/m.test(config);
}

/** A script that formats, as one that only checks the same files. */
function formatScript({ node, runner }: ScriptContext): Picked | null {
  for (const name of [
    "format",
    "fmt",
    "prettier",
    "format:write",
    "prettier:write",
    "format:fix",
    "prettier:fix",
    "prettify",
  ]) {
    const body = withoutRunner(node.scripts.get(name) ?? "");
    if (!isSimple(body)) continue;
    const check = checkForm(body);
    if (check !== null)
      return { command: runner.exec(check), file: node.file, needle: scriptPattern(name), confidence: "medium" };
  }
  return null;
}

function checkForm(body: string): string | null {
  if (/^prettier\s/.test(body) && /\s(?:--write|-w)(?=\s|$)/.test(body))
    return body.replace(/\s(?:--write|-w)(?=\s|$)/, " --check").replaceAll(/\s--(?:log-level|loglevel)[= ]\S+/g, "");
  if (/^biome format\s/.test(body)) return body.replace(/\s--write(?=\s|$)/, "");
  return /^biome check\s/.test(body) ? "biome format ." : null;
}

/** The type checker of the framework, else the compiler. A root of packages is checked only when its configuration refers to theirs. */
export function typecheckByTool({ node, runner }: ScriptContext, isSplit: boolean): Picked | null {
  const { folder, installed } = node;
  const config = folder.first("tsconfig.json");
  if (config === null || !installed.has("typescript") || (isSplit && !isSolution(node))) return null;
  const command = typecheckCommand(node, (each) => runner.exec(each));
  return command === null ? null : picked({ command, file: config });
}

/** Frameworks with files that only their own checker reads, the package that brings it, and how it is called. */
const CHECKERS: readonly (readonly [framework: string, checker: string, ...commands: readonly string[]])[] = [
  ["@sveltejs/kit", "svelte-check", "svelte-kit sync", "svelte-check"],
  ["svelte-check", "svelte-check", "svelte-check"],
  ["astro", "@astrojs/check", "astro check"],
  ["nuxt", "vue-tsc", "nuxt typecheck"],
  ["vue", "vue-tsc", "vue-tsc"],
  ["@angular/core", "", "ng build"],
];

/** Null where the build checks the types, or where only a checker that is not installed knows them. */
function typecheckCommand(node: NodePackage, exec: (command: string) => string): string | null {
  const { folder, installed } = node;
  const mode = isSolution(node) ? "--build" : "--noEmit";
  const own = CHECKERS.find(([framework]) => installed.has(framework));
  if (own) {
    const [, checker, ...commands] = own;
    const calls = commands.map((command) => exec(command === "vue-tsc" ? `vue-tsc ${mode}` : command));
    return installed.has(checker) ? calls.join(" && ") : null;
  }
  const compile = exec(`tsc ${mode}`);
  if (installed.has("@react-router/dev")) return `${exec("react-router typegen")} && ${compile}`;
  if (!installed.has("next")) return compile;
  const hasTypegen = /^[\^~>=v\s]*(?:15\.(?:[5-9]|\d\d)|1[6-9]|[2-9]\d)\b/.test(installed.get("next") ?? "");
  if (hasTypegen) return `${exec("next typegen")} && ${compile}`;
  return folder.has("next-env.d.ts") ? compile : null;
}

/** A configuration that only refers to others checks nothing unless they are built. */
function isSolution({ folder }: NodePackage): boolean {
  const config = folder.text("tsconfig.json");
  return /"references"\s*:\s*\[\s*\{/.test(config) && /"files"\s*:\s*\[\s*\]/.test(config);
}

const BUILDS: readonly (readonly [dependency: string, stem: string | null, command: string])[] = [
  ["next", null, "next build"],
  ["nuxt", null, "nuxt build"],
  ["astro", null, "astro build"],
  ["@react-router/dev", "react-router.config", "react-router build"],
  ["gatsby", null, "gatsby build"],
  ["@docusaurus/core", null, "docusaurus build"],
  ["@angular/cli", "angular", "ng build"],
  ["react-scripts", null, "react-scripts build"],
  ["@nestjs/cli", "nest-cli", "nest build"],
  ["@11ty/eleventy", null, "eleventy"],
  ["vite", "vite.config", "vite build"],
];

/** The framework's own build, where the manifest has no script for it. */
export function buildByTool({ node, runner }: ScriptContext): Picked | null {
  const row = BUILDS.find(
    ([name, stem]) => node.production.has(name) && (stem === null || configOf(node.folder, stem)),
  );
  return row ? picked({ command: runner.exec(row[2]), file: node.file, needle: `"${row[0]}"` }) : null;
}
