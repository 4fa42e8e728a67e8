import { SERVICE_IMAGES } from "../../../data/service-images.ts";
import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import { asMap, asScalar, asSeq, type YamlNode } from "../../../parse/yaml-node.ts";
import type { Artifact, Cache, PipelineService, ToolName } from "../../pipeline.ts";
import { type JobReader, textAt, textsByName, valueAt } from "./job-reader.ts";
import { expanded, knownVariables } from "./read-variables.ts";

const DAY_MINUTES = 24 * 60;
/** GitLab's own default: docs.gitlab.com/ci/yaml, "artifacts:expire_in". */
const USUAL_DAYS = 30;
const UNITS: Readonly<Record<string, number>> = {
  s: 1 / 60,
  m: 1,
  h: 60,
  d: DAY_MINUTES,
  w: 7 * DAY_MINUTES,
  mo: 30 * DAY_MINUTES,
  y: 365 * DAY_MINUTES,
};

/** Minutes of a duration such as `1h 30m`, `3 mins 4 sec`, `2 weeks`; null for none. */
export function minutesOf(text: string | null): number | null {
  if (text === null) return null;
  const found = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(mo|[smhdwy])?/gi)];
  const total = found.reduce(
    (sum, [, count = "0", unit = "s"]) => sum + Number(count) * (UNITS[unit.toLowerCase()] ?? 0),
    0,
  );
  return total > 0 ? total : null;
}

export function readArtifacts(reader: JobReader): Artifact[] {
  if (reader.node("artifacts") === null) return [];
  loseArtifactKeys(reader);
  const name = reader.text("artifacts", "name") ?? reader.entry.name;
  const coverage = reader.text("artifacts", "reports", "coverage_report", "path");
  const found: (Pick<Artifact, "paths" | "report"> & { readonly usual: string })[] = [
    { paths: reader.texts("artifacts", "paths"), report: null, usual: name },
    { paths: reader.texts("artifacts", "reports", "junit"), report: "junit", usual: "test-results" },
    { paths: coverage === null ? [] : [coverage], report: "cobertura", usual: "coverage" },
  ];
  const some = found.filter(({ paths }) => paths.length > 0);
  const common = { retentionDays: daysOf(reader), when: whenOf(reader) };
  return some.map(({ paths, report, usual }) => ({ name: some.length === 1 ? name : usual, paths, report, ...common }));
}

function daysOf(reader: JobReader): number {
  const minutes = minutesOf(reader.text("artifacts", "expire_in"));
  return minutes === null ? USUAL_DAYS : Math.max(1, Math.round(minutes / DAY_MINUTES));
}

function whenOf(reader: JobReader): Artifact["when"] {
  const written = reader.text("artifacts", "when");
  if (written === "always") return "always";
  return written === "on_failure" ? "failure" : "success";
}

function loseArtifactKeys(reader: JobReader): void {
  for (const key of ["exclude", "untracked", "expose_as", "access", "public"]) {
    if (reader.node("artifacts", key) !== null) reader.lose(`\`artifacts:${key}\` is GitLab's own.`);
  }
  const reports = asMap(reader.node("artifacts", "reports"));
  for (const kind of reports ? pairsByKey(reports).keys() : []) {
    if (kind !== "junit" && kind !== "coverage_report") reader.lose(`The report \`${kind}\` is read by GitLab alone.`);
  }
}

/** Tools by the folder of their downloads; the first that fits. */
const FOLDERS: readonly (readonly [RegExp, ToolName])[] = [
  [/\.pnpm-store|cache\/pnpm/, "pnpm"],
  [/\.yarn/, "yarn"],
  [/\.bun|cache\/bun/, "bun"],
  [/\.npm|node_modules/, "npm"],
  [/\.deno/, "deno"],
  [/cache\/uv|\.uv/, "uv"],
  [/pypoetry/, "poetry"],
  [/cache\/pdm/, "pdm"],
  [/pip|\.venv|^venv/, "pip"],
  [/\.go\b|go\/pkg|go-build/, "go"],
  [/\.m2/, "maven"],
  [/\.gradle/, "gradle"],
  [/coursier|\.sbt|\.ivy/, "sbt"],
  [/\.?cargo|^target/, "rust"],
  [/vendor\/(?:bundle|ruby)|\.bundle/, "ruby"],
  [/composer|^vendor\/?$/, "composer"],
  [/^(?:.*\/)?(?:deps|_build)\/?$/, "elixir"],
  [/nuget/, "dotnet"],
  [/pub-cache/, "dart"],
];

export function readCaches(reader: JobReader): Cache[] {
  const node = reader.node("cache");
  if (node === null) return [];
  if (asSeq(node)) return reader.items("cache").flatMap((item) => cacheOf(reader, cacheFields(item)));
  return cacheOf(reader, {
    files: reader.texts("cache", "key", "files"),
    prefix: reader.text("cache", "key", "prefix"),
    paths: reader.texts("cache", "paths"),
  });
}

interface CacheFields {
  readonly files: readonly string[];
  readonly prefix: string | null;
  readonly paths: readonly string[];
}

function cacheFields(item: YamlNode): CacheFields {
  const key = valueAt(item, "key");
  return {
    files: listTexts(valueAt(key, "files")),
    prefix: textAt(key, "prefix"),
    paths: listTexts(valueAt(item, "paths")),
  };
}

function listTexts(node: YamlNode | null): string[] {
  const items = asSeq(node)?.items ?? (node ? [node] : []);
  return items.flatMap((item) => asScalar(item)?.value ?? []);
}

function cacheOf(reader: JobReader, { files, prefix, paths }: CacheFields): Cache[] {
  const [path] = paths;
  if (path === undefined) return [];
  const tool = FOLDERS.find(([folder]) => paths.some((each) => folder.test(each.replace("$CI_PROJECT_DIR/", ""))))?.[1];
  const named = prefix !== null && /^[a-z][a-z-]*$/.test(prefix) ? (prefix as ToolName) : null;
  const known = NAMED_TOOLS.has(named ?? "") ? named : tool;
  if (!known || files.length === 0) {
    reader.lose(
      `The cache of \`${paths.join("`, `")}\` is kept under a key of GitLab's: cache the downloads by lockfile.`,
    );
    return [];
  }
  const nested = /^(.+)\/(?:vendor\/bundle|deps|_build|build\/packages|\.build|node_modules)\/?$/.exec(path)?.[1];
  return [{ tool: known, keyFiles: files, directory: nested ?? "." }];
}

/** Prefixes that our own files give to keys. */
const NAMED_TOOLS: ReadonlySet<string> = new Set(
  "npm node pnpm yarn bun deno python pip hatch tox nox pipenv uv poetry pdm go java maven clojure gradle sbt rust ruby composer php elixir erlang gleam dotnet dart flutter swift haskell zig crystal terraform".split(
    " ",
  ),
);

interface ReadServices {
  readonly services: readonly PipelineService[];
  /** True where Docker itself is one of them. */
  readonly hasDocker: boolean;
}

export function readServices(reader: JobReader): ReadServices {
  const services: PipelineService[] = [];
  let hasDocker = false;
  for (const item of reader.items("services")) {
    const image = asScalar(item)?.value ?? textAt(item, "name");
    if (image === null) continue;
    if (/(?:^|\/)docker:.*dind/.test(image)) hasDocker = true;
    else services.push(serviceOf(reader, item, image));
  }
  return { services, hasDocker };
}

function serviceOf(reader: JobReader, item: YamlNode, image: string): PipelineService {
  for (const key of ["command", "entrypoint"]) {
    if (valueAt(item, key) !== null) reader.lose(`The \`${key}\` of service \`${image}\` has to be set by hand.`);
  }
  const base = image.split("@")[0]?.replace(/:[^/]*$/, "") ?? image;
  const short = base.slice(base.lastIndexOf("/") + 1);
  const name = textAt(item, "alias") ?? base.replaceAll("/", "-");
  const row = SERVICE_IMAGES.find((candidate) => candidate.image === base || short.startsWith(candidate.service));
  if (!row) reader.lose(`The port of service \`${image}\` is not known: add it by hand.`);
  const own = textsByName(valueAt(item, "variables"));
  const env = Object.fromEntries(own.length > 0 ? own : inherited(reader, row?.env ?? {}));
  return { name, image, port: row?.port ?? 0, env, health: row?.health ?? null };
}

/** GitLab hands a job's variables to its services too: those that begin as the image's own do are meant for it. */
function inherited(reader: JobReader, usual: Readonly<Record<string, string>>): [string, string][] {
  const [first = ""] = Object.keys(usual);
  const prefix = `${first.split("_")[0] ?? ""}_`;
  if (first === "") return [];
  const known = knownVariables(reader);
  const meant = [...known].filter(([name]) => name.startsWith(prefix));
  return meant
    .map(([name, value]): [string, string] => [name, expanded(value, known)])
    .filter(([, value]) => !value.includes("$"));
}
