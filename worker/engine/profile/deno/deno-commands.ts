import type { Folder } from "../folder.ts";
import { valueAt } from "../read-value.ts";
import type { Commands, Confidence, ProfileEvidence } from "../stack-profile.ts";
import { denoConfigOf, readTasks } from "./deno-project.ts";

interface FoundCommands {
  readonly commands: Commands;
  readonly evidence: readonly ProfileEvidence[];
}

interface Found {
  readonly command: string;
  readonly file: string;
  readonly needle: string | null;
  readonly confidence: Confidence;
}

const TEST_FILE = /(?:^|[/._])test\.[cm]?[jt]sx?$/;
const NAMES: Readonly<Record<Exclude<keyof Commands, "install">, readonly string[]>> = {
  lint: ["lint:ci", "lint:check", "check:lint", "lint"],
  format: ["fmt:check", "check:fmt", "format:check", "check:format", "fmt-check", "check-fmt", "fmt", "format"],
  typecheck: ["typecheck", "type-check", "check:types", "check:type", "types:check", "check"],
  test: ["test:ci", "ci:test", "test", "test:unit", "test:all"],
  build: ["build"],
  start: ["start", "serve", "preview"],
};

/** Tasks of the configuration where they do one thing and end; else what Deno itself brings. */
export function readDenoCommands(folder: Folder, lockfile: string | null): FoundCommands {
  const tasks = readTasks(folder);
  const own = (kind: keyof typeof NAMES) => taskFor(folder, tasks, kind);
  const found: Readonly<Record<keyof Commands, Found | null>> = {
    install: installCommand(folder, lockfile),
    lint: own("lint") ?? byDeno(folder, "deno lint"),
    format: own("format") ?? byDeno(folder, "deno fmt --check"),
    typecheck: own("typecheck") ?? (hasTypeScript(folder) ? byDeno(folder, "deno check") : null),
    test: own("test") ?? ownTests(folder),
    build: own("build"),
    start: own("start") ?? startCommand(folder),
  };
  const kinds = Object.keys(found) as (keyof Commands)[];
  return {
    commands: Object.fromEntries(kinds.map((kind) => [kind, found[kind]?.command ?? null])) as unknown as Commands,
    evidence: kinds.flatMap((about) => {
      const each = found[about];
      if (!each) return [];
      const { command: value, file, needle, confidence } = each;
      return [folder.evidence({ about, value, confidence }, file, needle ?? undefined)];
    }),
  };
}

function taskFor(folder: Folder, tasks: ReadonlyMap<string, string>, kind: keyof typeof NAMES): Found | null {
  const name = NAMES[kind].find((each) => fits(kind, tasks.get(each)));
  const file = denoConfigOf(folder);
  if (name === undefined || file === null) return null;
  return { command: `deno task ${name}`, file, needle: `"${name}"`, confidence: "high" };
}

/** A task that watches never ends; one that formats is no check; one that does all checks is taken apart. */
function fits(kind: keyof typeof NAMES, body: string | undefined): boolean {
  if (body === undefined || (kind !== "start" && /\s--watch(?:[=\s]|$)/.test(body))) return false;
  if (kind === "format") return /--check\b/.test(body);
  if (kind === "typecheck") return /\bcheck\b|\btsc\b/.test(body) && !/\bdeno (?:lint|fmt|test)\b/.test(body);
  return kind !== "lint" || !/\s--fix\b/.test(body);
}

function byDeno(folder: Folder, command: string): Found {
  const file = denoConfigOf(folder) ?? "deno.lock";
  const key = /^deno (lint|fmt)/.exec(command)?.[1];
  const isConfigured = key !== undefined && valueAt(folder.json(file), key) !== undefined;
  return { command, file, needle: isConfigured ? `"${key}"` : null, confidence: "medium" };
}

function installCommand(folder: Folder, lockfile: string | null): Found | null {
  const file = denoConfigOf(folder) ?? folder.first("package.json");
  if (file === null) return null;
  return {
    command: lockfile === null ? "deno install" : "deno install --frozen",
    file,
    needle: null,
    confidence: "high",
  };
}

function hasTypeScript(folder: Folder): boolean {
  return folder.below.some((path) => /\.[cm]?tsx?$/.test(path));
}

function ownTests(folder: Folder): Found | null {
  const file = folder.below.find((path) => TEST_FILE.test(path) && !path.includes("node_modules/"));
  return file === undefined ? null : { command: "deno test -A", file, needle: null, confidence: "medium" };
}

function startCommand(folder: Folder): Found | null {
  const file = folder.first("main.ts", "server.ts", "src/main.ts", "main.js", "server.js");
  return file === null ? null : { command: `deno run -A ${file}`, file, needle: null, confidence: "low" };
}
