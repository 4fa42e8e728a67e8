import { type Dependency, markServices } from "../mark-dependencies.ts";
import { MANIFEST, type PhpProject, required } from "./composer-manifest.ts";
import { PHP_DRIVERS, PHP_INSTEAD } from "./php-marks.ts";

/** Laravel's names of connections: laravel.com/docs, "Database". */
const CONNECTIONS: Readonly<Record<string, string>> = { mysql: "mysql", mariadb: "mariadb", pgsql: "postgres" };

/** One setting of the environment that tests run in. */
interface Setting {
  readonly value: string;
  /** File relative to the folder, and what to look for in it. */
  readonly name: string;
  readonly needle: string;
}

/** Services that the settings of tests name, and those that drivers ask for. */
export function addServices(project: PhpProject): void {
  const { draft, packages } = project;
  if (packages.some(({ name }) => name === "testcontainers/testcontainers")) return;
  const isSettled = addLaravel(project) || addDoctrine(project);
  const named = packages.map(({ name, isDev }): Dependency => {
    const { path, line } = draft.proof(MANIFEST, `"${name}"`);
    return { name, path, line, isTest: isDev };
  });
  const isSql = (service: string) => service === "postgres" || service === "mysql";
  const isLaravel = draft.frameworks.includes("laravel");
  const drivers = PHP_DRIVERS.filter(
    ([, service]) => !(isSettled && isSql(service)) && !(isLaravel && isSettled && service === "redis"),
  );
  markServices(draft, named, { drivers, instead: PHP_INSTEAD });
}

/** What a Laravel application's tests are configured for; true when that is known. */
function addLaravel(project: PhpProject): boolean {
  const { draft, folder } = project;
  if (!draft.frameworks.includes("laravel")) return false;
  const connection = testSetting(project, "DB_CONNECTION");
  const service = connection ? CONNECTIONS[connection.value] : undefined;
  if (connection && service !== undefined) draft.service(service, draft.proof(connection.name, connection.needle));
  for (const key of ["CACHE_STORE", "CACHE_DRIVER", "SESSION_DRIVER", "QUEUE_CONNECTION"]) {
    const setting = testSetting(project, key);
    if (setting?.value === "redis") draft.service("redis", draft.proof(setting.name, setting.needle));
  }
  return connection !== null || folder.has(".env.example");
}

function withoutComments(xml: string): string {
  const [first = "", ...parts] = xml.split("<!--");
  return [first, ...parts.map((part) => part.slice(part.indexOf("-->") + 3))].join("");
}

/** PHPUnit's settings count before those of the environment's files. */
export function testSetting({ folder }: PhpProject, key: string): Setting | null {
  for (const name of ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"]) {
    const text = withoutComments(folder.text(name));
    const value = new RegExp(`<(?:env|server)\\s+name="${key}"\\s+value="([^"]*)"`).exec(text)?.[1];
    if (value !== undefined) return { value, name, needle: `name="${key}" value="${value}"` };
  }
  for (const name of [".env.testing", ".env.example"]) {
    const value = new RegExp(`^${key}=["']?([\\w-]*)`, "m").exec(folder.text(name))?.[1];
    if (value !== undefined) return { value, name, needle: `${key}=` };
  }
  return null;
}

/** `DATABASE_URL` of Symfony's environment files; true when it is known. */
function addDoctrine(project: PhpProject): boolean {
  const { draft, folder } = project;
  if (!required(project, "doctrine/doctrine-bundle", "doctrine/orm", "doctrine/dbal")) return false;
  for (const name of [".env.test", ".env", ".env.dist"]) {
    const match = /^DATABASE_URL=["']?(\w+):\/\/([^\r\n]*)/m.exec(folder.text(name));
    if (!match) continue;
    const [, scheme = "", rest = ""] = match;
    const stated = /\bserverVersion=([\w.-]+)/.exec(rest)?.[1] ?? "";
    const service = serviceOf(scheme, stated);
    const version = /\d+(?:\.\d+)?/.exec(stated)?.[0] ?? null;
    if (service !== null) draft.service(service, draft.proof(name, /^DATABASE_URL=/m), version);
    return true;
  }
  return false;
}

function serviceOf(scheme: string, version: string): string | null {
  if (/^(?:postgres|postgresql|pgsql|pdo-pgsql)$/.test(scheme)) return "postgres";
  if (!/^(?:mysql|mysqli|mariadb|pdo-mysql)$/.test(scheme)) return null;
  return /mariadb/i.test(scheme + version) ? "mariadb" : "mysql";
}
