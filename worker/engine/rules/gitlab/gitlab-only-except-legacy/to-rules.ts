import { scalarSource } from "../../../edit/scalar-source.ts";
import { asMap, asScalar, asSeq, keyText, type YamlNode } from "../../../parse/yaml-node.ts";

const BRANCHES = "$CI_COMMIT_BRANCH";
const TAGS = "$CI_COMMIT_TAG";

/** Keywords of `only` and `except` as conditions: docs.gitlab.com/ci/yaml/deprecated_keywords and predefined_variables. */
const CONDITIONS: Readonly<Record<string, string>> = {
  branches: BRANCHES,
  tags: TAGS,
  merge_requests: source("merge_request_event"),
  external_pull_requests: source("external_pull_request_event"),
  pushes: source("push"),
  web: source("web"),
  api: source("api"),
  schedules: source("schedule"),
  triggers: source("trigger"),
  pipelines: source("pipeline"),
  external: source("external"),
  chat: source("chat"),
};
const EVERYWHERE = `${BRANCHES} || ${TAGS}`;
const NAME = /^[\w][\w./-]*$/;
const REGEX = /^\/(?:[^/\\]|\\.)+\/i?$/;

function source(name: string): string {
  return `$CI_PIPELINE_SOURCE == "${name}"`;
}

/** The lines under `rules:` that say the same as `only` and `except`; null where they say more than refs. Indentation is relative to the dash. */
export function rulesFor(only: YamlNode | null, except: YamlNode | null): string[] | null {
  const refused = except ? conditionsOf(except) : [];
  const wanted = only ? conditionsOf(only) : [withoutRefused(refused ?? [])];
  if (!refused || !wanted) return null;
  const isRefusedAnyway = !only && refused.length === 1 && wanted[0] !== EVERYWHERE;
  const never = isRefusedAnyway ? [] : refused.flatMap((condition) => [line(condition), "  when: never"]);
  return [...never, ...wanted.map(line)];
}

/** Jobs without `only` run for branches and tags. */
function withoutRefused(refused: readonly string[]): string {
  const [first] = refused;
  if (refused.length !== 1) return EVERYWHERE;
  if (first === TAGS) return BRANCHES;
  return first === BRANCHES ? TAGS : EVERYWHERE;
}

function line(condition: string): string {
  return `- if: ${condition.includes("=~") ? scalarSource(condition, "single") : condition}`;
}

function conditionsOf(node: YamlNode): string[] | null {
  const map = asMap(node);
  const [pair] = map?.pairs ?? [];
  if (map) return map.pairs.length === 1 && pair && keyText(pair) === "refs" ? conditionsOf(pair.value) : null;
  const items = asSeq(node)?.items ?? [node];
  const conditions = items.map((item) => conditionOf(asScalar(item)?.value ?? ""));
  const isWhole = conditions.length > 0 && conditions.every((condition) => condition !== null);
  return isWhole ? conditions.filter((condition) => condition !== null) : null;
}

/** A name matches branches and tags, but never a merge request. */
function conditionOf(ref: string): string | null {
  const keyword = Object.hasOwn(CONDITIONS, ref) ? CONDITIONS[ref] : undefined;
  if (keyword !== undefined) return keyword;
  if (REGEX.test(ref)) return `$CI_COMMIT_BRANCH =~ ${ref} || $CI_COMMIT_TAG =~ ${ref}`;
  return NAME.test(ref) ? `$CI_COMMIT_BRANCH == "${ref}"` : null;
}
