import { analyze } from "../../../worker/engine/analyze.ts";
import { newestPin, tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { generate } from "../../../worker/engine/generate/generate.ts";
import type { GenerateOptions } from "../../../worker/engine/generate/generate-options.ts";
import type { Generated } from "../../../worker/engine/generate/generated.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { PLATFORMS } from "../../../worker/engine/pipeline/platforms.ts";
import type { Snapshot } from "../../../worker/engine/snapshot.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { officialValidators, type Validators } from "../../support/official-validators.ts";
import type { Report } from "../report.ts";
import { sampleSnapshots } from "./sample-snapshots.ts";
import { STACKS } from "./stacks/index.ts";

const NAMES: readonly Platform[] = ["github", "gitlab", "circleci"];
export const FACTS = { now: NOW, lookups: tableLookups(), pins: newestPin };

export const DEFAULTS: Omit<GenerateOptions, "platform"> = {
  jobs: null,
  versions: null,
  deploy: "none",
  defaultBranch: null,
  runner: null,
  style: null,
  components: null,
  replaces: true,
};

interface Case {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly options: Omit<GenerateOptions, "platform">;
}

interface Faults {
  readonly official: string[];
  readonly own: string[];
  readonly orders: string[];
  commands: number;
  files: number;
}

/** What is generated for every stack and sample passes the platforms' validators and our own rules, and runs the same everywhere. */
export async function proveConfigurations(report: Report): Promise<void> {
  const validators = await officialValidators();
  const faults: Faults = { official: [], own: [], orders: [], commands: 0, files: 0 };
  const cases = [...(await casesOfSamples()), ...casesOfStacks()];
  for (const each of cases) await checkCase(each, validators, faults);
  const { official, own, orders, commands, files } = faults;
  const shown = (list: readonly string[]) => (list.length > 0 ? `; ${list.slice(0, 8).join("; ")}` : "");
  report.claim(
    "every configuration passes its platform's validator",
    official.length === 0 && files > 0,
    `${files} files of ${cases.length} cases, ${official.length} problems${shown(official)}`,
  );
  report.claim("none has a finding of our own rules", own.length === 0, `${own.length} findings${shown(own)}`);
  report.claim(
    "all three platforms run the same commands in the same order, read back from the files",
    orders.length === 0 && commands > 0,
    `${commands} commands${shown(orders)}`,
  );
}

async function casesOfSamples(): Promise<Case[]> {
  const samples = await sampleSnapshots();
  const known = samples.filter((sample) => sample.snapshot.paths.length > 0);
  return known.map((sample) => ({ ...sample, name: `sample ${sample.name}`, options: DEFAULTS }));
}

function casesOfStacks(): Case[] {
  return STACKS.flatMap(({ name, files }) => {
    const base = { snapshot: snapshot(files) };
    const variants: [string, Partial<GenerateOptions>][] = [
      ["", {}],
      [", compact", { style: "compact" }],
      [", everything", { deploy: "container-registry", style: "parallel", defaultBranch: "trunk" }],
    ];
    return variants.map(([words, options]) => ({ ...base, name: name + words, options: { ...DEFAULTS, ...options } }));
  });
}

async function checkCase(each: Case, validators: Validators, faults: Faults): Promise<void> {
  const orders = new Map<Platform, string>();
  for (const platform of NAMES) {
    const result = generate(each.snapshot, { ...each.options, platform }, FACTS);
    const where = `${each.name}, ${platform}`;
    const [file] = result.files;
    if (!file) {
      faults.official.push(`${where}: nothing was written (${result.notes.map(({ detail }) => detail).join(" ")})`);
      continue;
    }
    faults.files += 1;
    const problems = await validators[platform](file.text);
    faults.official.push(...problems.map((problem) => `${where}: ${problem}`));
    faults.own.push(...ownFindings(each.snapshot, result).map((finding) => `${where}: ${finding}`));
    const commands = readBack(each.snapshot, platform, file);
    faults.commands += commands.length;
    orders.set(platform, commands.join("\n"));
  }
  if (new Set(orders.values()).size > 1) faults.orders.push(each.name);
}

/** Findings in the file, and elsewhere only because of it; and what validation says. */
function ownFindings(source: Snapshot, { files, problems }: Generated): string[] {
  const patched = new RepositoryModel(source).patched(new Map(files.map(({ path, text }) => [path, text]))).snapshot;
  const before = new Set(analyze(source, FACTS).findings.map(({ fingerprint }) => fingerprint));
  const after = analyze(patched, FACTS).findings;
  const paths = new Set(files.map(({ path }) => path));
  const own = after.filter(({ path, fingerprint }) => paths.has(path) || !before.has(fingerprint));
  const words = own.map(({ rule, path, range }) => `${rule} at ${path}:${range.line}`);
  return [...words, ...problems.filter(({ source: from }) => from !== "rule").map(({ message }) => message)];
}

/** Job by job, the commands that the platform's reader finds. */
function readBack(source: Snapshot, platform: Platform, file: { path: string; text: string }): string[] {
  const patched = new RepositoryModel(source).patched(new Map([[file.path, file.text]]));
  const read = PLATFORMS[platform].read(patched, file.path);
  const jobs = read?.pipeline.jobs ?? [];
  return jobs.flatMap((job) =>
    job.steps.flatMap((step) => (step.kind === "command" ? [`${step.directory ?? "."}$ ${step.run.trim()}`] : [])),
  );
}
