import type { Edit } from "../../finding.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { asMap, asSeq, findPair, findValue, keyText, resolve, type YamlMap } from "../../parse/yaml-node.ts";
import type { Platform } from "../../pipeline/pipeline.ts";
import { appendItems, insertBlocks } from "./insert-blocks.ts";
import { type Block, blocksOf } from "./rendered-blocks.ts";

/** A parsed file of one platform. */
export interface Parsed {
  readonly file: SourceFile;
  readonly root: YamlMap;
}

/** The edits that bring the jobs of `rendered` into `target`; a string says why it cannot be done. */
export function mergeInto(platform: Platform, target: Parsed, rendered: Parsed): readonly Edit[] | string {
  if (platform === "gitlab") return mergeGitlab(target, rendered);
  const sections = platform === "github" ? ["jobs"] : ["executors", "commands", "jobs"];
  const edits: Edit[] = [];
  for (const name of sections) {
    const added = mergeSection(name, target, rendered);
    if (typeof added === "string") return added;
    edits.push(...added);
  }
  if (platform === "github") return edits;
  const workflow = mergeWorkflow(target, rendered);
  return typeof workflow === "string" ? workflow : [...edits, ...workflow];
}

/** Keys of a section that the target has not are written behind its own. */
function mergeSection(name: string, target: Parsed, rendered: Parsed): readonly Edit[] | string {
  const source = asMap(findValue(rendered.root, name));
  if (!source) return [];
  const pair = findPair(target.root, name);
  const own = asMap(pair?.value);
  if (!own || resolve(own) !== pair?.value) return `The file has no plain section \`${name}\` to add to.`;
  const blocks = newBlocks(own, sectionBlocks(rendered, name, source));
  return (
    insertBlocks(target.file, own, blocks) ??
    `The section \`${name}\` is written in a style that jobs cannot be added to.`
  );
}

function sectionBlocks({ file, root }: Parsed, name: string, section: YamlMap): Block[] {
  const at = root.pairs.findIndex((pair) => keyText(pair) === name);
  const next = root.pairs[at + 1];
  const end = next ? blocksEnd(file, next.key.outerStart) : file.text.length;
  return blocksOf(file, section, end);
}

/** Where the comment above the next key begins. */
function blocksEnd(file: SourceFile, offset: number): number {
  let line = file.lines.lineAt(offset);
  while (line > 1 && /^#/.test(file.lines.line(line - 1))) line -= 1;
  return file.lines.startOf(line);
}

function newBlocks(own: YamlMap, blocks: readonly Block[]): Block[] {
  const known = new Set(own.pairs.map(keyText));
  return blocks.filter(({ key }) => !known.has(key));
}

/** Settings of the whole pipeline stay the team's own. */
const PIPELINE_WIDE = new Set(["workflow", "default", "stages", "spec", "include", "variables"]);

function mergeGitlab(target: Parsed, rendered: Parsed): readonly Edit[] | string {
  const blocks = newBlocks(target.root, blocksOf(rendered.file, rendered.root));
  const jobs = insertBlocks(
    target.file,
    target.root,
    blocks.filter(({ key }) => !PIPELINE_WIDE.has(key)),
  );
  if (!jobs) return "The file is written in a style that jobs cannot be added to.";
  const variables = findPair(target.root, "variables") ? mergeSection("variables", target, rendered) : [];
  const stages = mergeStages(target, rendered);
  if (typeof variables === "string") return variables;
  return typeof stages === "string" ? stages : [...stages, ...variables, ...jobs];
}

function mergeStages(target: Parsed, rendered: Parsed): readonly Edit[] | string {
  const own = asSeq(findValue(target.root, "stages"));
  if (!own) return [];
  const known = new Set(own.items.map((item) => target.file.slice(item)));
  const wanted = asSeq(findValue(rendered.root, "stages"))?.items.map((item) => rendered.file.slice(item)) ?? [];
  const missing = wanted.filter((stage) => !known.has(stage)).map((stage) => [stage]);
  return (
    appendItems(target.file, own, missing) ?? "The list of stages is written in a style that stages cannot be added to."
  );
}

/** New jobs join the first workflow that the file has. */
function mergeWorkflow(target: Parsed, rendered: Parsed): readonly Edit[] | string {
  const list = workflowJobs(target.root);
  const source = workflowJobs(rendered.root);
  if (!list || !source) return "The file has no workflow with a list of jobs to add to.";
  const items = source.items.map((item) => itemLines(rendered.file, item.start, item.end));
  return (
    appendItems(target.file, list, items) ?? "The list of jobs is written in a style that jobs cannot be added to."
  );
}

function workflowJobs(root: YamlMap) {
  const workflows = asMap(findValue(root, "workflows"));
  const pair = workflows?.pairs.find(({ value }) => asSeq(findValue(value, "jobs")));
  return pair ? asSeq(findValue(pair.value, "jobs")) : null;
}

function itemLines(file: SourceFile, start: number, end: number): string[] {
  const column = start - file.lines.startOf(file.lines.lineAt(start));
  const [first = "", ...rest] = file.text.slice(start, end).trimEnd().split("\n");
  return [first, ...rest.map((line) => line.slice(column))];
}
