import { asMap, asScalar, asSeq, resolve, type YamlNode, type YamlScalar } from "../../parse/yaml-node.ts";
import type { SourceFile } from "../source-file.ts";
import { pairIn } from "./merged-map.ts";
import { type Answer, type GitlabEntry, type GitlabLayer, type GitlabPipeline, isSetting } from "./pipeline.ts";

/** GitLab follows `!reference` through at most ten levels. */
const MAX_DEPTH = 10;
/** A list that stands for more is no list that people write. */
const MAX_ITEMS = 5000;

/** Keywords that a job takes from `default` when it has none of its own: docs.gitlab.com/ci/yaml, "default". Not `timeout`: GitLab accepts and ignores it there. */
const DEFAULTED: ReadonlySet<string> = new Set(
  "after_script artifacts before_script cache hooks id_tokens image interruptible retry services tags".split(" "),
);
/** The older way to write some of them, at the top of the file. */
const GLOBAL: ReadonlySet<string> = new Set("image services cache before_script after_script".split(" "));

/** What holds for a job under a path of keys: its own definitions, what it extends, then the defaults that it inherits. */
export function settingOf(pipeline: GitlabPipeline, job: GitlabEntry, ...path: readonly string[]): Answer {
  const own = ownSettingOf(pipeline, job, ...path);
  const [keyword = ""] = path;
  if (own !== "absent" || !DEFAULTED.has(keyword)) return own;
  if (path.length > 1 && ownSettingOf(pipeline, job, keyword) !== "absent") return "absent";
  if (!inherits(pipeline, job, keyword)) return "absent";
  return defaultOf(pipeline, ...path);
}

/** The same without defaults. */
export function ownSettingOf(pipeline: GitlabPipeline, job: GitlabEntry, ...path: readonly string[]): Answer {
  const found = findInLayers(pipeline, job.layers, path);
  if (found !== "absent") return found;
  return job.isComplete && !isPatchOfUnread(pipeline, job) ? "absent" : "unknown";
}

/** What every job gets unless it says otherwise. GitLab refuses a keyword both here and under `default`, so one at the top stands whatever an include says. */
export function defaultOf(pipeline: GitlabPipeline, ...path: readonly string[]): Answer {
  const section = sectionSetting(pipeline, "default", ...path);
  if (isSetting(section) || !GLOBAL.has(path[0] ?? "")) return section;
  const top = topSetting(pipeline, ...path);
  return isSetting(top) || section === "absent" ? top : section;
}

/** A value in a section such as `workflow`; `unknown` where an include that was not read may set it. */
export function sectionSetting(pipeline: GitlabPipeline, section: string, ...path: readonly string[]): Answer {
  const entry = pipeline.entries.get(section);
  const found = entry ? findInLayers(pipeline, entry.layers, path) : "absent";
  return found === "absent" && !pipeline.hasKnownDefaults ? "unknown" : found;
}

/** A value under the top of the files: `stages`, or a global `image`. */
export function topSetting(pipeline: GitlabPipeline, ...path: readonly string[]): Answer {
  const layers = pipeline.files.map(({ file, root: map }) => ({ file, map }));
  const found = findInLayers(pipeline, layers, path);
  return found === "absent" && !pipeline.hasKnownDefaults ? "unknown" : found;
}

/** A job without a script of its own that other files may define in full. */
function isPatchOfUnread(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  if (pipeline.isComplete || job.name.startsWith(".")) return false;
  return !job.layers.some(({ map }) => ["script", "run", "trigger"].some((key) => pairIn(map, key)));
}

/** `inherit: default: false` or a list of the keywords that are wanted. */
function inherits(pipeline: GitlabPipeline, job: GitlabEntry, keyword: string): boolean {
  const wish = findInLayers(pipeline, job.layers, ["inherit", "default"]);
  if (!isSetting(wish)) return true;
  const list = asSeq(wish.node);
  return list ? list.items.some((item) => asScalar(item)?.value === keyword) : asScalar(wish.node)?.value !== "false";
}

function findInLayers(pipeline: GitlabPipeline, layers: readonly GitlabLayer[], path: readonly string[]): Answer {
  for (const layer of layers) {
    const found = findInLayer(pipeline, layer, path);
    if (found === "hidden") return "absent";
    if (found !== "absent") return found;
  }
  return "absent";
}

/** `hidden`: the layer replaces the whole by something without the key. */
function findInLayer(pipeline: GitlabPipeline, layer: GitlabLayer, path: readonly string[]): Answer | "hidden" {
  const [key = "", ...rest] = path;
  const owned = pairIn(layer.map, key);
  if (!owned) return "absent";
  const { node, file } = dereference(pipeline, { node: owned.pair.value, file: layer.file });
  if (node === null) return "unknown";
  if (rest.length > 0) {
    const map = asMap(node);
    return map ? findInLayer(pipeline, { file, map }, rest) : "hidden";
  }
  const isNothing = resolve(node).kind === "scalar" && asScalar(node) === null;
  return isNothing ? "hidden" : { node, ...owned, file };
}

export interface NodePlace {
  readonly node: YamlNode;
  readonly file: SourceFile;
}

/** What `!reference [name, key…]` stands for, any other node as it is; `node` is null for a reference to what was not read. */
function dereference(
  pipeline: GitlabPipeline,
  place: NodePlace,
): { readonly node: YamlNode | null; readonly file: SourceFile } {
  let here = place;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const target = resolve(here.node);
    if (target.kind !== "seq" || target.tag !== "!reference") return here;
    const [name = "", ...path] = target.items.map((item) => asScalar(item)?.value ?? "");
    const found = findShallow(pipeline.entries.get(name)?.layers ?? [], path);
    if (!found) return { node: null, file: here.file };
    here = found;
  }
  return { node: null, file: here.file };
}

function findShallow(layers: readonly GitlabLayer[], path: readonly string[]): NodePlace | null {
  for (const { file, map } of layers) {
    let node: YamlNode | null = map;
    for (const key of path) node = pairIn(asMap(node), key)?.pair.value ?? null;
    if (node) return { node, file };
  }
  return null;
}

/** The items of a list, nested lists and references flattened as GitLab does; `isComplete` is false where one could not be read. */
export function listItems(
  pipeline: GitlabPipeline,
  place: NodePlace,
): { readonly items: readonly NodePlace[]; readonly isComplete: boolean } {
  const items: NodePlace[] = [];
  let isComplete = true;
  let visits = 0;
  const visit = (here: NodePlace, depth: number) => {
    visits += 1;
    const { node, file } = dereference(pipeline, here);
    if (node === null || depth > MAX_DEPTH || visits > MAX_ITEMS) {
      isComplete = false;
      return;
    }
    const list = asSeq(node);
    if (list) for (const item of list.items) visit({ node: item, file }, depth + 1);
    else items.push({ node, file });
  };
  visit(place, 0);
  return { items, isComplete };
}

/** The text of a setting, or null when it is absent, unknown or no text. */
export function textOf(answer: Answer): YamlScalar | null {
  return isSetting(answer) ? asScalar(answer.node) : null;
}

/** The stage that a job belongs to: `test` unless it says another. Null when unknown. */
export function stageOf(pipeline: GitlabPipeline, job: GitlabEntry): string | null {
  const answer = ownSettingOf(pipeline, job, "stage");
  if (answer === "unknown") return null;
  return textOf(answer)?.value ?? "test";
}

/** Names of the stages in order, with `.pre` and `.post` around them. Null when what was not read may set them. */
export function stagesOf(pipeline: GitlabPipeline): readonly string[] | null {
  const answer = topSetting(pipeline, "stages");
  if (answer === "unknown") return null;
  const written = isSetting(answer) ? listItems(pipeline, answer) : null;
  if (written && !written.isComplete) return null;
  const names = written?.items.map(({ node }) => asScalar(node)?.value ?? "") ?? ["build", "test", "deploy"];
  return [".pre", ...names.filter((name) => name !== ".pre" && name !== ".post"), ".post"];
}
