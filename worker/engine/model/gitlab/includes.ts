import {
  asMap,
  asScalar,
  asSeq,
  findPair,
  findValue,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from "../../parse/yaml-node.ts";
import type { RepositoryModel } from "../repository.ts";
import type { SourceFile } from "../source-file.ts";
import type { GitlabFile, GitlabInclude, IncludeKind } from "./pipeline.ts";
import { gitlabFileOf } from "./read-file.ts";

/** GitLab's own limit on the includes of one pipeline: docs.gitlab.com/ci/yaml/includes. */
const MAX_INCLUDES = 150;
/** A pattern with more could take long to match. */
const MAX_STARS = 8;
const MAX_GLOB_UNITS = 300;
const KINDS: readonly IncludeKind[] = ["local", "project", "remote", "template", "component"];

export interface Included {
  readonly files: readonly GitlabFile[];
  readonly includes: readonly GitlabInclude[];
}

/** A file with everything that it includes from its own repository, nested includes too; each file once, the one that wins first. */
export function followIncludes(repository: RepositoryModel, start: GitlabFile): Included {
  const files: GitlabFile[] = [];
  const includes: GitlabInclude[] = [];
  const seen = new Set<string>();
  const visit = (file: GitlabFile) => {
    if (seen.has(file.path) || seen.size > MAX_INCLUDES) return;
    seen.add(file.path);
    files.push(file);
    const read = itemsOf(findValue(file.root, "include")).map((item) => readInclude(repository, file.file, item));
    includes.push(...read.flatMap(({ include }) => include ?? []));
    for (const { found } of read.reverse()) found.forEach(visit);
  };
  visit(start);
  return { files, includes };
}

/** The items of `include`, of the pipeline or of a trigger. */
function itemsOf(node: YamlNode | null): readonly YamlNode[] {
  return asSeq(node)?.items ?? (node ? [node] : []);
}

interface ReadInclude {
  readonly include: GitlabInclude | null;
  readonly found: readonly GitlabFile[];
}

/** One item of `include` and the files of the repository that it names. */
export function readInclude(repository: RepositoryModel, file: SourceFile, item: YamlNode): ReadInclude {
  const map = asMap(item);
  const kind = map ? (KINDS.find((name) => findPair(map, name)) ?? "other") : textKind(asScalar(item));
  const target = map ? asScalar(findValue(map, kind)) : asScalar(item);
  if (!target) return { include: null, found: [] };
  const found = kind === "local" ? localFiles(repository, target.value) : [];
  const isRead = kind === "local" && found.length > 0 && found.every((one) => one !== null);
  const ref = map ? asScalar(findValue(map, "ref")) : null;
  return { include: { kind, file, map, target, ref, isRead }, found: found.filter((one) => one !== null) };
}

function textKind(text: YamlScalar | null): IncludeKind {
  return text && /^https?:\/\//i.test(text.value) ? "remote" : "local";
}

/** Files that a local include names, null for one that exists in the text only: a variable, or a path that was not read. */
function localFiles(repository: RepositoryModel, written: string): (GitlabFile | null)[] {
  if (/\$/.test(written)) return [null];
  const path = written.trim().replace(/^\/+/, "");
  if (!path.includes("*")) return [gitlabFileOf(repository, path)];
  if (path.length > MAX_GLOB_UNITS || path.split("*").length > MAX_STARS) return [null];
  const pattern = globPattern(path);
  const matching = repository.snapshot.paths.filter((candidate) => pattern.test(candidate));
  return matching.map((candidate) => gitlabFileOf(repository, candidate));
}

/** `*` stays within a folder, `**` crosses folders: docs.gitlab.com/ci/yaml/includes, "Use include:local with wildcard file paths". */
function globPattern(path: string): RegExp {
  const source = path
    .split(/(\*\*\/|\*\*|\*)/)
    .map((piece) => GLOBS[piece] ?? piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}$`);
}

const GLOBS: Readonly<Record<string, string>> = { "**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*" };

/** What the include brings is jobs only: GitLab's own templates in these folders set neither defaults nor workflow rules. */
export function bringsJobsOnly({ kind, target }: Pick<GitlabInclude, "kind" | "target">): boolean {
  return kind === "template" && /^(?:Jobs|Security)\//.test(target.value);
}

/** Names the mapping of a trigger's own configuration files. */
export function triggerIncludes(trigger: YamlNode | null): readonly YamlNode[] {
  const map: YamlMap | null = asMap(trigger);
  return map ? itemsOf(findValue(map, "include")) : [];
}
