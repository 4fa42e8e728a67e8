import { assetCommands } from "../asset-commands.ts";
import type { Proof } from "../component-draft.ts";
import { addMakeTarget, addProcfileStart } from "../task-files.ts";
import { LOCKFILE, MANIFEST, type PhpProject, required, vendorBin } from "./composer-manifest.ts";
import { addChecks, checkScript } from "./php-checks.ts";
import { testSetting } from "./php-services.ts";

/** All commands of a PHP project. */
export function addCommands(project: PhpProject): void {
  const { folder, draft } = project;
  if (folder.has(MANIFEST)) {
    const proof = draft.proof(folder.first(LOCKFILE) ?? MANIFEST);
    draft.command("install", "composer install --no-interaction --prefer-dist --no-progress", proof);
  }
  addChecks(project);
  addTest(project);
  addStart(project);
}

function addTest(project: PhpProject): void {
  const { draft } = project;
  const found = checkScript(project, "test") ?? testTool(project);
  if (found) draft.command("test", `${environment(project)}${found.run}`, found.proof);
  else addMakeTarget(draft, "test", ["test", "tests"]);
}

/**
 * A Laravel application does not start without a key, and `.env` is in no repository. Its SQLite database is a file that
 * must be there, unless tests have theirs in memory. Assets of pages are built first.
 */
function environment(project: PhpProject): string {
  const { folder, draft } = project;
  const isNeeded = draft.frameworks.includes("laravel") && folder.has("artisan") && folder.has(".env.example");
  const isFile =
    testSetting(project, "DB_CONNECTION")?.value === "sqlite" && testSetting(project, "DB_DATABASE") === null;
  const prepared = [
    ...(folder.has(".env") ? [] : ["cp .env.example .env", "php artisan key:generate"]),
    ...(isFile && !folder.has("database/database.sqlite") ? ["touch database/database.sqlite"] : []),
  ];
  return [...(isNeeded ? prepared : []), ...pageAssets(project), ""].join(" && ");
}

/** Pages that refer to assets fail without the list that Vite or Encore writes. */
const BUNDLER = /"(?:laravel-vite-plugin|@symfony\/webpack-encore|vite-plugin-symfony)"/;

function pageAssets({ folder, draft }: PhpProject): readonly string[] {
  const assets = assetCommands(folder);
  const text = folder.text("package.json");
  const isBuilt = BUNDLER.test(text) && (!/"scripts"/.test(text) || /"build"\s*:/.test(text));
  if (!assets || !isBuilt) return [];
  draft.evidence("build", assets.build, draft.proof("package.json", BUNDLER, "medium"));
  return [assets.install, assets.build];
}

interface Tool {
  readonly run: string;
  readonly proof: Proof;
}

const PHPUNIT_CONFIG = ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"];

/** What the project installs to run the tests that it has. */
function testTool(project: PhpProject): Tool | null {
  const { folder, draft } = project;
  const config = folder.first(...PHPUNIT_CONFIG);
  const hasTests = config !== null || folder.below.some((path) => /^(?:tests?|spec|src\/Tests)\//i.test(path));
  if (!hasTests) return null;
  const pest = required(project, "pestphp/pest");
  const isLaravel = draft.frameworks.includes("laravel") && folder.has("artisan");
  if (isLaravel && (pest || required(project, "phpunit/phpunit"))) {
    return { run: "php artisan test", proof: draft.proof(config ?? "artisan") };
  }
  if (pest) return { run: vendorBin(project, "pest"), proof: pest };
  return otherTool(project) ?? phpunit(project, config);
}

function otherTool(project: PhpProject): Tool | null {
  const { folder, draft } = project;
  const codeception = folder.first("codeception.yml", "codeception.dist.yml");
  if (codeception !== null && required(project, "codeception/codeception")) {
    return { run: `${vendorBin(project, "codecept")} run`, proof: draft.proof(codeception) };
  }
  const phpspec = required(project, "phpspec/phpspec");
  return phpspec && folder.first("phpspec.yml", "phpspec.yml.dist", "spec") !== null
    ? { run: `${vendorBin(project, "phpspec")} run`, proof: phpspec }
    : null;
}

/** Symfony's bridge brings a PHPUnit of its own where the project has none. */
function phpunit(project: PhpProject, config: string | null): Tool | null {
  const { folder, draft } = project;
  const own = required(project, "phpunit/phpunit", "symfony/test-pack");
  const bridge = required(project, "symfony/phpunit-bridge");
  const found = own ?? bridge;
  if (!found) return null;
  if (folder.has("bin/phpunit")) return { run: "php bin/phpunit", proof: draft.proof("bin/phpunit") };
  const program = vendorBin(project, own ? "phpunit" : "simple-phpunit");
  return config === null
    ? { run: `${program} ${testFolder(project)}`, proof: found }
    : { run: program, proof: draft.proof(config) };
}

function testFolder({ folder }: PhpProject): string {
  return folder.below.find((path) => /^tests?\//i.test(path))?.split("/")[0] ?? "tests";
}

/** Servers of the frameworks, and the one that PHP has itself. */
const SERVERS: readonly (readonly [framework: string, file: string, command: string])[] = [
  ["laravel", "artisan", "php artisan serve"],
  ["codeigniter", "spark", "php spark serve"],
  ["cakephp", "bin/cake", "bin/cake server"],
  ["yii", "yii", "php yii serve"],
];

function addStart({ folder, draft }: PhpProject): void {
  addProcfileStart(draft);
  const server = SERVERS.find(([framework, file]) => draft.frameworks.includes(framework) && folder.has(file));
  if (server) draft.command("start", server[2], draft.proof(server[1]));
  const index = folder.first("public/index.php", "web/index.php", "webroot/index.php", "index.php");
  if (index === null) return;
  const root = index.includes("/") ? ` -t ${index.split("/")[0]}` : "";
  draft.command("start", `php -S 127.0.0.1:8000${root}`, draft.proof(index, undefined, "medium"));
}
