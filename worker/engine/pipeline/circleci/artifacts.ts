/** What is kept of a run, as steps and back from them. */
import type { Artifact } from "../pipeline.ts";
import { entry, map, type YamlItem } from "../yaml-text.ts";

export type StepEntries = Parameters<typeof map>[0];

export function builtIn(name: string, entries: StepEntries): YamlItem {
  return { value: map([entry(name, map(entries))]) };
}

export function runStep(entries: StepEntries, comment: string | null = null): YamlItem {
  return { value: map([entry("run", map(entries))]), comment };
}

const COLLECTED = "/tmp/artifacts";

/** CircleCI stores folders and files alone, and does so after a failed step too; what a glob means is gathered first. */
export function artifactSteps({ name, paths, report }: Artifact): YamlItem[] {
  const globs = paths.filter((path) => /[*?[]/.test(path));
  const plain = paths.filter((path) => !globs.includes(path));
  const folder = `${COLLECTED}/${name.replaceAll(/[^\w.-]+/g, "-")}`;
  const collect = [`mkdir -p ${folder}`, ...globs.map((glob) => collectLine(glob, folder))];
  const command = [
    entry("name", `Collect ${name}`),
    entry("command", `${collect.join("\n")}\n`),
    entry("when", "always"),
  ];
  const stored = globs.length === 0 ? plain : [...plain, folder];
  return [
    ...(globs.length === 0 ? [] : [runStep(command)]),
    ...stored.flatMap((path) => [
      ...(report === "junit" ? [builtIn("store_test_results", [entry("path", path)])] : []),
      builtIn("store_artifacts", [entry("path", path), entry("destination", name)]),
    ]),
  ];
}

/** The asterisk of `find` matches slashes, so that `**` needs none behind it. */
function collectLine(glob: string, folder: string): string {
  const pattern = glob
    .replace(/^\.\//, "")
    .replaceAll(/\*\*\/+/g, "**")
    .replaceAll("'", "?");
  return `find . -path './${pattern}' -exec cp --parents --recursive {} ${folder} \\;`;
}

const COLLECT = /^find \. -path '\.\/([^']+)' -exec cp --parents --recursive \{\} (\S+) \\;$/;

/** The globs that a command gathers, with the folder that they are put into; null for any other command. */
export function collectedBy(run: string): { readonly folder: string; readonly globs: readonly string[] } | null {
  const [first = "", ...lines] = run.trim().split("\n");
  const folder = /^mkdir -p (\S+)$/.exec(first)?.[1];
  const found = lines.map((line) => COLLECT.exec(line));
  if (folder === undefined || found.length === 0 || found.some((match) => match?.[2] !== folder)) return null;
  return { folder, globs: found.map((match) => (match?.[1] ?? "").replaceAll(/\*\*(?=[^*])/g, "**/")) };
}
