import { type Dependency, markServices } from "../mark-dependencies.ts";
import { isRuntime } from "./gemfile.ts";
import { RUBY_DRIVERS, RUBY_INSTEAD } from "./ruby-marks.ts";
import type { RubyProject } from "./ruby-project.ts";

const ADAPTERS: Readonly<Record<string, string>> = {
  postgresql: "postgres",
  postgis: "postgres",
  mysql2: "mysql",
  trilogy: "mysql",
};
const CONFIG = "config/database.yml";

/** The database that tests are configured for; drivers say it only where no configuration was read. */
export function addServices(project: RubyProject): void {
  const { folder, draft, gems } = project;
  if (gems.some(({ name }) => /^testcontainers(?:-|$)/.test(name))) return;
  const adapter = testAdapter(folder.text(CONFIG));
  const service = adapter === null ? undefined : ADAPTERS[adapter];
  if (service !== undefined && adapter !== null) draft.service(service, draft.proof(CONFIG, adapter));
  const isSettled = adapter !== null && (service !== undefined || adapter === "sqlite3");
  const drivers = isSettled ? RUBY_DRIVERS.filter(([, name]) => name !== "postgres" && name !== "mysql") : RUBY_DRIVERS;
  const named = gems.map((gem): Dependency => {
    return { name: gem.name, path: folder.at(gem.file), line: gem.line, isTest: !isRuntime(gem) };
  });
  markServices(draft, named, { drivers, instead: RUBY_INSTEAD });
}

/** The adapter of the test environment, or of the settings that all environments share. */
function testAdapter(text: string): string | null {
  return adapterIn(section(text, "test")) ?? adapterIn(section(text, "default")) ?? adapterIn(text);
}

function adapterIn(text: string): string | null {
  const written = /^[ \t]*adapter:\s*["']?(\w+)/m.exec(text)?.[1];
  return written ?? /^[ \t]*url:.*\b(postgresql|mysql2|trilogy|sqlite3)\b/m.exec(text)?.[1] ?? null;
}

function section(text: string, name: string): string {
  const start = text.search(new RegExp(`^${name}:`, "m"));
  if (start < 0) return "";
  const head = text.indexOf("\n", start) + 1;
  if (head === 0) return "";
  const rest = text.slice(head);
  const end = rest.search(/^\S/m);
  return end < 0 ? rest : rest.slice(0, end);
}
