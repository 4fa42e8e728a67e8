import { generate } from "../../../worker/engine/generate/generate.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { isAcceptable } from "../../../worker/engine/validate/validate-configuration.ts";
import { snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { DEFAULTS, FACTS } from "./configurations.ts";
import { STACKS } from "./stacks/index.ts";

const NAMES: readonly Platform[] = ["github", "gitlab", "circleci"];

/** A pipeline with one kind of job gets the missing ones, and every line that was there stays as it was. */
export function proveUpdates(report: Report): void {
  const faults: string[] = [];
  let updates = 0;
  for (const { name, files } of STACKS) {
    for (const platform of NAMES) {
      const full = generate(snapshot(files), { ...DEFAULTS, platform }, FACTS);
      const part = generate(snapshot(files), { ...DEFAULTS, platform, jobs: ["test"] }, FACTS);
      const [file] = part.files;
      if (!file || full.pipeline === null || full.files[0]?.text === file.text) continue;
      updates += 1;
      const fault = updateFault({ ...files, [file.path]: file.text }, platform, file.text);
      if (fault !== null) faults.push(`${name}, ${platform}: ${fault}`);
    }
  }
  report.claim(
    "missing jobs are added and every other line stays",
    faults.length === 0 && updates > 0,
    `${updates} updates${faults.length > 0 ? `; ${faults.slice(0, 6).join("; ")}` : ""}`,
  );
}

function updateFault(
  files: Readonly<Record<string, string | null>>,
  platform: Platform,
  before: string,
): string | null {
  const result = generate(snapshot(files), { ...DEFAULTS, platform, replaces: false }, FACTS);
  const [file] = result.files;
  const words = result.notes.map(({ detail }) => detail).join(" ");
  if (!file) return /already runs all of this/.test(words) ? null : `nothing was added: ${words}`;
  if (!isAcceptable(result.problems)) return result.problems.map(({ message }) => message).join(" ");
  const left = file.text.split("\n");
  for (const line of before.split("\n")) {
    // A list on one line becomes longer by what is added to it.
    const isList = /^stages: \[/.test(line);
    const at = left.findIndex((each) => each === line || (isList && each.startsWith(line.slice(0, -1))));
    if (at === -1) return `lost the line ${line}`;
    left.splice(0, at + 1);
  }
  return null;
}
