import type { CommandStep, PagesStep, PipelineStep } from "../../pipeline.ts";
import { splitContainers } from "./read-container.ts";

/** What changes the shell for the lines behind it: on platforms that start a shell for each step they belong together. */
const STATEFUL =
  /^(?:export |source |\. |set [-+]|shopt |eval |alias |nvm use|[A-Za-z_]\w*=\S*$|[A-Za-z_]\w*=\$\(|[\w-]+\(\) *\{)/;
/** Ends the whole script, and as a step of its own only that step. */
const LEAVES = /(?:^|[\s;(&|{])exit(?: 0)?(?=$|[\s;)&|}])(?! [1-9$])/;
const NAME_UNITS = 60;

/** The lines of a script as steps, each in its folder. */
function commandSteps(lines: readonly string[], condition: string | null = null): CommandStep[] {
  const steps: CommandStep[] = [];
  let directory: string | null = null;
  for (const [index, line] of lines.entries()) {
    const text = line.replace(/\s+$/, "");
    if (STATEFUL.test(text) || (LEAVES.test(text) && index < lines.length - 1)) {
      steps.push(step(lines.slice(index).join("\n"), { directory, condition }));
      break;
    }
    const moved = /^cd (\S+|'[^']*'|"[^"$]*")$/.exec(text);
    const target: string | null | undefined = moved ? folderFrom(directory, moved[1] ?? "") : undefined;
    if (target !== undefined) directory = target;
    else steps.push(stepOf(text, { directory, condition }));
  }
  return steps;
}

type Place = Pick<CommandStep, "directory" | "condition">;

function step(run: string, place: Place, env: CommandStep["env"] = {}): CommandStep {
  const [first = ""] = run.split("\n");
  const name = first.length > NAME_UNITS ? `${first.slice(0, NAME_UNITS - 1)}…` : first;
  return { kind: "command", name, run, env, why: null, ...place };
}

/** Takes a subshell apart that only enters a folder and sets variables. */
function stepOf(text: string, place: Place): CommandStep {
  const short = /^\(cd ('[^']*'|[^\s'"$]+) && ([^\n]*)\)$/.exec(text);
  if (short) return step(short[2] ?? "", { ...place, directory: folderFrom(place.directory, short[1] ?? "") ?? null });
  const block = /^\(\n([\s\S]*)\n\)$/.exec(text);
  return block ? (blockStep(block[1] ?? "", place) ?? step(text, place)) : step(text, place);
}

function blockStep(body: string, place: Place): CommandStep | null {
  const isIndented = body.startsWith("  ");
  const lines = body.split("\n").map((line) => (isIndented ? line.replace(/^ {2}/, "") : line));
  let { directory } = place;
  const env: Record<string, string> = {};
  while (lines.length > 0) {
    const [line = ""] = lines;
    const folder = /^cd ('[^']*'|[^\s'"$]+)$/.exec(line)?.[1];
    const variable = /^export (\w+)=(.*)$/.exec(line);
    if (folder !== undefined) directory = folderFrom(directory, folder) ?? directory;
    else if (variable?.[1]) env[variable[1]] = unquoted(variable[2] ?? "");
    else break;
    lines.shift();
  }
  return lines.length === 0 ? null : step(lines.join("\n"), { ...place, directory }, env);
}

function unquoted(text: string): string {
  const inner = /^'([\s\S]*)'$/.exec(text)?.[1] ?? /^"([^"$`\\]*)"$/.exec(text)?.[1];
  return (inner ?? text).replaceAll("'\\''", "'");
}

/** The folder that `cd` leads to, from the root; null for the root; undefined for what cannot be said. */
function folderFrom(from: string | null, written: string): string | null | undefined {
  const text = unquoted(written);
  const inProject = /^\$\{?CI_PROJECT_DIR\}?(?:\/(.*))?$/.exec(text);
  const target = inProject ? (inProject[1] ?? "") : text;
  if (/^[-~/]|\$/.test(target)) return undefined;
  const start = inProject ? [] : (from ?? "").split("/");
  const parts = resolveParts([...start, ...target.split("/")]);
  if (parts === null) return undefined;
  return parts.length === 0 ? null : parts.join("/");
}

/** Null for a way out of the repository. */
function resolveParts(parts: readonly string[]): string[] | null {
  const resolved: string[] = [];
  for (const part of parts) {
    if (part === "..") {
      if (resolved.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") resolved.push(part);
  }
  return resolved;
}

interface JobLines {
  readonly main: readonly string[];
  readonly after: readonly string[];
  /** Folder that the job publishes; null for none. */
  readonly pages: string | null;
  /** What the file says of variables that lines may name. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Steps of a job in order; the folder that Pages publishes comes last. */
export function stepsOf({ main, after, pages, variables }: JobLines): PipelineStep[] {
  const published: PagesStep[] = pages === null ? [] : [{ kind: "pages", name: `Publish ${pages}`, directory: pages }];
  const steps: PipelineStep[] = [];
  let commands: string[] = [];
  const flush = () => {
    steps.push(...commandSteps(commands));
    commands = [];
  };
  for (const part of splitContainers(main, variables)) {
    if (typeof part === "string") commands.push(part);
    else {
      flush();
      steps.push(part);
    }
  }
  flush();
  return [...steps, ...published, ...commandSteps(after, "always()")];
}
