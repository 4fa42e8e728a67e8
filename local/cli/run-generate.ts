import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newestPin, tableLookups } from "../../worker/engine/data/action-pins.ts";
import { convert } from "../../worker/engine/generate/convert.ts";
import { generate } from "../../worker/engine/generate/generate.ts";
import type { Generated } from "../../worker/engine/generate/generated.ts";
import type { ProfileNote } from "../../worker/engine/profile/stack-profile.ts";
import { isAcceptable } from "../../worker/engine/validate/validate-configuration.ts";
import type { GenerateCommand } from "./generate-command.ts";
import { readFolder, requireFolder } from "./read-folder.ts";

interface Output {
  readonly now: number;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Prints or writes a pipeline for the folder; 1 where none could be made, the reasons on the error output. */
export async function runGenerate(command: GenerateCommand, { now, out, error }: Output): Promise<0 | 1> {
  await requireFolder(command.dir);
  const snapshot = await readFolder(command.dir);
  const facts = { now, lookups: tableLookups(), pins: newestPin };
  const result =
    command.from === null
      ? generate(snapshot, command.options, facts)
      : convert(snapshot, { from: command.from, options: command.options }, facts);
  if (command.format === "json") out(`${JSON.stringify({ dir: command.dir, ...result })}\n`);
  else for (const line of messagesOf(result)) error(`autodevops: ${line}\n`);
  if (result.notes.some(({ code }) => code === "up_to_date")) return 0;
  if (result.files.length === 0 || !isAcceptable(result.problems)) return 1;
  if (command.writes) await writeAll(command.dir, result);
  else if (command.format === "text") print(result, { out, error });
  return 0;
}

/** One file is what the output can hold. */
function print({ files }: Generated, { out, error }: Pick<Output, "out" | "error">): void {
  const [first, ...others] = files;
  out(first?.text ?? "");
  for (const { path } of others) error(`autodevops: --write writes \`${path}\` too.\n`);
}

function messagesOf({ profile, notes, problems }: Generated): string[] {
  const said = new Set([...profile.notes.map(atPath), ...notes.map(({ detail }) => detail)]);
  return [...said, ...problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)];
}

function atPath({ path, detail }: ProfileNote): string {
  return path === null ? detail : `${path}: ${detail}`;
}

async function writeAll(dir: string, { files }: Generated): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}
