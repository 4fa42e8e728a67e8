import { parseYaml, type YamlProblem, type YamlResult } from "../parse/yaml.ts";
import { asMap, findValue, type YamlMap } from "../parse/yaml-node.ts";
import type { Snapshot } from "../snapshot.ts";
import { readOn } from "./read-parts.ts";
import { readAction, readWorkflow } from "./read-workflow.ts";
import { SourceFile } from "./source-file.ts";
import type { Action, Workflow } from "./workflow.ts";

/** A pipeline file that could not be read as what it should be. */
export interface BrokenFile {
  readonly path: string;
  readonly file: SourceFile;
  /** `not_a_workflow`: YAML, but neither triggers nor jobs in it. `not_text`: its bytes are no UTF-8. */
  readonly problem: Omit<YamlProblem, "kind"> & { readonly kind: YamlProblem["kind"] | "not_a_workflow" | "not_text" };
}

interface ParsedFile {
  readonly file: SourceFile;
  yaml?: YamlResult;
  document?: Workflow | Action | BrokenFile | null;
}

const WORKFLOW_PATH = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const ACTION_PATH = /(?:^|\/)action\.ya?ml$/;
const OTHER_PIPELINE_PATH = /^(?:\.gitlab-ci\.ya?ml|\.circleci\/config\.ya?ml|\.github\/dependabot\.ya?ml)$/;

/** A snapshot with its files parsed, each once. Derived models share what did not change. */
export class RepositoryModel {
  readonly snapshot: Snapshot;
  readonly workflows: readonly Workflow[];
  readonly actions: readonly Action[];
  readonly broken: readonly BrokenFile[];
  readonly #files: ReadonlyMap<string, ParsedFile>;
  #paths: ReadonlySet<string> | undefined;
  #sources: readonly SourceFile[] | undefined;

  constructor(snapshot: Snapshot, known?: ReadonlyMap<string, ParsedFile>) {
    this.snapshot = snapshot;
    this.#files =
      known ?? new Map(snapshot.files.map(({ path, text }) => [path, { file: new SourceFile(path, text) }]));
    const documents = [...this.#files.values()]
      .map((parsed) => this.#document(parsed))
      .filter((document) => document !== null);
    this.workflows = documents.filter((document) => "kind" in document && document.kind === "workflow");
    this.actions = documents.filter((document) => "kind" in document && document.kind === "action");
    this.broken = [...documents.filter((document) => "problem" in document), ...unreadPipelines(snapshot)];
  }

  /** Every file that was read, sorted by path. */
  get files(): readonly SourceFile[] {
    this.#sources ??= [...this.#files.values()].map(({ file }) => file);
    return this.#sources;
  }

  /** The same repository with other text in some of its files; paths that it does not have are added. */
  patched(texts: ReadonlyMap<string, string>): RepositoryModel {
    const files = new Map(this.#files);
    for (const [path, text] of texts) files.set(path, { file: new SourceFile(path, text) });
    const paths = [...new Set([...this.snapshot.paths, ...texts.keys()])].sort();
    const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
    const shas = new Map(this.snapshot.files.map(({ path, sha }) => [path, sha]));
    const snapshotFiles = [...sorted].map(([path, { file }]) => ({ path, sha: shas.get(path) ?? "", text: file.text }));
    return new RepositoryModel({ ...this.snapshot, files: snapshotFiles, paths }, sorted);
  }

  /** True when the path exists in the repository, read or not. */
  has(path: string): boolean {
    this.#paths ??= new Set(this.snapshot.paths);
    return this.#paths.has(path);
  }

  /** A file that was read; null when it does not exist or was left out. */
  file(path: string): SourceFile | null {
    return this.#files.get(path)?.file ?? null;
  }

  /** The parsed YAML of any file that was read; null when it was not. */
  yaml(path: string): YamlResult | null {
    const parsed = this.#files.get(path);
    if (!parsed) return null;
    parsed.yaml ??= parseYaml(parsed.file.text);
    return parsed.yaml;
  }

  /** The value of a JSON file that was read; undefined when it was not, or is not JSON. */
  json(path: string): unknown {
    const text = this.file(path)?.text;
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
      return undefined;
    }
  }

  #document(parsed: ParsedFile): Workflow | Action | BrokenFile | null {
    if (parsed.document === undefined) parsed.document = this.#read(parsed);
    return parsed.document;
  }

  #read({ file }: ParsedFile): Workflow | Action | BrokenFile | null {
    const { path } = file;
    const isWorkflow = WORKFLOW_PATH.test(path);
    const isAction = ACTION_PATH.test(path) && !isWorkflow;
    if (!isPipelinePath(path)) return null;
    const result = this.yaml(path);
    if (!result) return null;
    if (!result.ok) return { path, file, problem: result.problem };
    const root = asMap(result.documents[0]?.root);
    const second = result.documents[1];
    if (isWorkflow && second) return { path, file, problem: severalDocuments(second.root?.outerStart ?? 0) };
    if (isAction) return root ? readAction(file, root) : null;
    return isWorkflow ? readIfWorkflow(file, root) : null;
  }
}

function isPipelinePath(path: string): boolean {
  return WORKFLOW_PATH.test(path) || ACTION_PATH.test(path) || OTHER_PIPELINE_PATH.test(path);
}

/** Pipeline files that exist but were not read: too large, or not text. */
function unreadPipelines(snapshot: Snapshot): BrokenFile[] {
  const broken: BrokenFile[] = [];
  for (const { code, path, detail } of snapshot.notes) {
    if (path === null || !isPipelinePath(path)) continue;
    const file = new SourceFile(path, "");
    if (code === "file_too_large")
      broken.push({ path, file, problem: { kind: "too_large", message: detail, offset: 0 } });
    if (code === "binary_file")
      broken.push({ path, file, problem: { kind: "not_text", message: NOT_TEXT, offset: 0 } });
  }
  return broken;
}

const NOT_TEXT = "The file is not text in UTF-8, so no CI platform can read it; save it as UTF-8.";

function severalDocuments(offset: number): BrokenFile["problem"] {
  const message =
    "The file holds several YAML documents; GitHub reads one workflow per file, so split it at the `---`.";
  return { kind: "syntax", message, offset };
}

function readIfWorkflow(file: SourceFile, root: YamlMap | null): Workflow | BrokenFile {
  if (root && (readOn(root) || findValue(root, "jobs"))) return readWorkflow(file, root);
  const message =
    "This file is not a workflow: it has neither `on:` nor `jobs:`, so GitHub ignores it; add both or move it out of `.github/workflows`.";
  return { path: file.path, file, problem: { kind: "not_a_workflow", message, offset: root?.start ?? 0 } };
}
