import { convert } from "../../../worker/engine/generate/convert.ts";
import { generate } from "../../../worker/engine/generate/generate.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import type { Pipeline, Platform, RenderedFile } from "../../../worker/engine/pipeline/pipeline.ts";
import type { Snapshot } from "../../../worker/engine/snapshot.ts";
import { isAcceptable } from "../../../worker/engine/validate/validate-configuration.ts";
import { snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { DEFAULTS, FACTS } from "./configurations.ts";
import { STACKS } from "./stacks/index.ts";

const WAY: readonly Platform[] = ["github", "gitlab", "circleci", "github"];

/** A pipeline goes from GitHub over GitLab and CircleCI back to GitHub and runs what it ran; what is lost is listed. */
export function proveConversions(report: Report): void {
  const lost: string[] = [];
  let conversions = 0;
  let listed = 0;
  for (const { name, files } of STACKS) {
    const trip = roundTrip(snapshot(files));
    conversions += trip.conversions;
    listed += trip.listed;
    if (trip.fault !== null) lost.push(`${name}: ${trip.fault}`);
  }
  report.claim(
    "GitHub → GitLab → CircleCI → GitHub keeps every command",
    lost.length === 0 && conversions > 0,
    `${conversions} conversions, ${listed} losses listed${lost.length > 0 ? `; ${lost.slice(0, 6).join("; ")}` : ""}`,
  );
}

function roundTrip(source: Snapshot): { conversions: number; listed: number; fault: string | null } {
  const first = generate(source, { ...DEFAULTS, platform: "github" }, FACTS);
  const wanted = first.pipeline ? commandsOf(first.pipeline) : "";
  let [here, ...way] = WAY;
  let files = first.files;
  let conversions = 0;
  let listed = 0;
  for (const next of way) {
    if (!here) break;
    const result = convert(withFiles(source, files), { from: here, options: { ...DEFAULTS, platform: next } }, FACTS);
    conversions += 1;
    listed += result.notes.length;
    const found = result.pipeline ? commandsOf(result.pipeline) : "nothing";
    if (found !== wanted) return { conversions, listed, fault: `${here} → ${next}: ${difference(wanted, found)}` };
    const errors = result.problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
    if (!isAcceptable(result.problems)) return { conversions, listed, fault: `${here} → ${next}: ${errors.join(" ")}` };
    files = result.files;
    here = next;
  }
  return { conversions, listed, fault: null };
}

function withFiles(source: Snapshot, files: readonly RenderedFile[]): Snapshot {
  return new RepositoryModel(source).patched(new Map(files.map(({ path, text }) => [path, text]))).snapshot;
}

function commandsOf({ jobs }: Pipeline): string {
  const lines = jobs
    .filter(({ isGate }) => !isGate)
    .map(({ steps }) =>
      steps.flatMap((step) => (step.kind === "command" ? [`${step.directory ?? "."}$ ${step.run.trim()}`] : [])),
    );
  // A platform that cannot say a matrix runs its job once for each value.
  return [...new Set(lines.flat())].join("\n");
}

function difference(wanted: string, found: string): string {
  const known = new Set(found.split("\n"));
  const missing = wanted.split("\n").filter((line) => !known.has(line));
  return missing.length > 0
    ? `lost ${missing.join(", ")}`
    : `other commands: ${found.replaceAll("\n", " | ").slice(0, 300)}`;
}
