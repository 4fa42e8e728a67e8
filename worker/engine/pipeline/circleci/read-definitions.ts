/** What a configuration defines by name: jobs, commands and executors, those of inline orbs as `orb/name`. */
import { record, text } from "../../profile/read-value.ts";

type Definitions = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface ConfigDefinitions {
  readonly jobs: Definitions;
  readonly commands: Definitions;
  readonly executors: Definitions;
  /** Orbs of the registry by their alias: `node` → `circleci/node@7.2.1`. */
  readonly orbs: ReadonlyMap<string, string>;
}

const MAX_DEPTH = 4;

export function definitionsOf(root: unknown): ConfigDefinitions {
  const found = { jobs: new Map(), commands: new Map(), executors: new Map(), orbs: new Map<string, string>() };
  collect(root, { prefix: "", depth: 0 }, found);
  return found;
}

interface Found {
  readonly jobs: Map<string, Readonly<Record<string, unknown>>>;
  readonly commands: Map<string, Readonly<Record<string, unknown>>>;
  readonly executors: Map<string, Readonly<Record<string, unknown>>>;
  readonly orbs: Map<string, string>;
}

function collect(body: unknown, { prefix, depth }: { prefix: string; depth: number }, found: Found): void {
  const section = (key: string) => Object.entries(record(record(body)[key]));
  for (const [name, each] of section("jobs")) found.jobs.set(prefix + name, record(each));
  for (const [name, each] of section("commands")) found.commands.set(prefix + name, record(each));
  for (const [name, each] of section("executors")) found.executors.set(prefix + name, record(each));
  for (const [alias, orb] of section("orbs")) {
    const name = text(orb);
    if (name !== null) found.orbs.set(prefix + alias, name);
    else if (depth < MAX_DEPTH) collect(orb, { prefix: `${prefix}${alias}/`, depth: depth + 1 }, found);
  }
}

/** A name as it is meant inside a definition: of the orb that the definition is in, or of the whole file. */
export function lookUp<Value>(names: ReadonlyMap<string, Value>, name: string, inside: string): [string, Value] | null {
  const scope = inside.includes("/") ? inside.slice(0, inside.lastIndexOf("/") + 1) : "";
  for (const each of scope === "" ? [name] : [scope + name, name]) {
    const found = names.get(each);
    if (found !== undefined) return [each, found];
  }
  return null;
}
