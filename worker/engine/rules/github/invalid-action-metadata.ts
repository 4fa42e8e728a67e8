import { BRANDING_COLORS, BRANDING_ICONS } from "../../data/action-branding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { Action } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { asMap, asScalar, asSeq, findPair, findValue, keyText, resolve, type YamlNode } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { strangeKeys } from "./invalid-action-metadata/strange-keys.ts";

export const invalidActionMetadata = defineRule({
  meta: {
    id: "invalid-action-metadata",
    category: "quality",
    severity: "medium",
    scope: "repository",
    title: "An action of this repository is described wrongly",
    fixClass: "none",
    docs: {
      what: "An `action.yml` without `runs` or `runs.using`, with a runtime that GitHub does not know, a JavaScript action without `main` or whose file is not in the repository, a composite action without `steps` or with an output without `value`, a Docker action without `image` or whose Dockerfile is missing, inputs or outputs that are no mapping, a key under `runs` and its steps that GitHub does not know, a misspelt key elsewhere, and a `branding` that GitHub does not know.",
      why: "GitHub reads the file when a step uses the action and fails the job if it cannot; a misspelt `default` of an input is ignored without a word; a wrong `branding` keeps the action off the marketplace ([metadata syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax)).",
      notReported:
        "Keys that GitHub ignores and that are no slip of the pen, such as `type` of an input. A step without what it must have (`workflow-missing-key`). Files named `action.yml` that describe something else. A built file whose whole folder (`dist`, `lib`…) is absent, because releases may add it. Files when the list of paths was cut or holds pipelines only. `node12`, `node16` and `node20`, which GitHub knows though it no longer runs them. Values from expressions.",
      fix: "Write what is missing or correct the name; the message says which. Nothing is changed automatically.",
      example: {
        before: "name: Greet\ndescription: Says hello\nruns:\n  using: node\n  main: index.js\n",
        after: "name: Greet\ndescription: Says hello\nruns:\n  using: node24\n  main: index.js\n",
      },
    },
  },

  *check(context) {
    for (const action of context.actions) {
      if (!describesAction(action)) continue;
      for (const { message, at, anchor } of problemsOf(context.repository, action)) {
        yield { message, path: action.path, at, anchor };
      }
    }
  },
});

type Problem = Pick<Hit, "message" | "at" | "anchor">;

/** Other tools have an `action.yml` too: ours has `runs`, or a name and something else that only an action has. */
function describesAction({ root }: Action): boolean {
  const has = (key: string) => findPair(root, key) !== null;
  return has("runs") || (has("name") && (has("inputs") || has("outputs") || has("branding")));
}

function* problemsOf(repository: RepositoryModel, action: Action): Generator<Problem> {
  const runs = findPair(action.root, "runs");
  const map = asMap(runs?.value);
  if (!runs || !map) {
    const at: Span = runs?.key ?? action.root.pairs[0]?.key ?? action.root;
    yield { message: "The action says nothing of how it `runs`; add `runs` with `using`.", at, anchor: "runs" };
  } else if (!action.using) {
    yield {
      message: "`runs` lacks `using`; say `composite`, `docker` or `node24`.",
      at: runs.key,
      anchor: "runs.using",
    };
  } else yield* runsProblems(repository, action, map);
  yield* namesProblems(action);
  yield* strangeKeys(action);
  yield* brandingProblems(action);
}

function* runsProblems(repository: RepositoryModel, action: Action, runs: YamlNode): Generator<Problem> {
  const { using } = action;
  const kind = using?.value.trim().toLowerCase() ?? "";
  if (!using) return;
  if (kind === "composite") yield* compositeProblems(action, runs);
  else if (kind === "docker") yield* dockerProblems(repository, action, runs);
  else if (isNodeRuntime(kind)) yield* nodeProblems(repository, action, runs);
  else if (!kind.includes("${{")) {
    const message = `GitHub knows no runtime \`${using.value}\`; say \`composite\`, \`docker\` or \`node24\`.`;
    yield { message, at: using, anchor: "runs.using" };
  }
}

/** The runtimes there are and were, and any that may come. */
function isNodeRuntime(kind: string): boolean {
  const major = Number(/^node(\d+)$/.exec(kind)?.[1] ?? Number.NaN);
  return [12, 16, 20, 24].includes(major) || major > 24;
}

function* compositeProblems({ using, root }: Action, runs: YamlNode): Generator<Problem> {
  const steps = findPair(runs, "steps");
  if (!steps || (asSeq(steps.value) === null && !isAlias(steps.value))) {
    const at = steps?.key ?? using ?? runs;
    yield { message: "A composite action needs a list of `steps`.", at, anchor: "runs.steps" };
  }
  for (const pair of asMap(findValue(root, "outputs"))?.pairs ?? []) {
    const value = resolve(pair.value);
    const isComplete = value.kind === "map" && findPair(value, "value") !== null;
    if (isComplete) continue;
    const name = keyText(pair) ?? "";
    const message = `The output \`${name}\` of a composite action needs a \`value\`, or it is always empty.`;
    yield { message, at: pair.key, anchor: `outputs.${name}` };
  }
}

function isAlias(node: YamlNode): boolean {
  return node.kind === "alias";
}

function* dockerProblems(repository: RepositoryModel, action: Action, runs: YamlNode): Generator<Problem> {
  const image = asScalar(findValue(runs, "image"));
  if (!image) {
    const at = action.using ?? runs;
    yield { message: "A Docker action needs an `image`: a Dockerfile or `docker://…`.", at, anchor: "runs.image" };
  } else if (!image.value.startsWith("docker://"))
    yield* missingFile(repository, action, { node: image, key: "image" });
}

function* nodeProblems(repository: RepositoryModel, action: Action, runs: YamlNode): Generator<Problem> {
  if (!asScalar(findValue(runs, "main"))) {
    const at = action.using ?? runs;
    yield { message: "A JavaScript action needs `main`, the file that it runs.", at, anchor: "runs.main" };
  }
  for (const key of ["main", "pre", "post"]) {
    const node = asScalar(findValue(runs, key));
    if (node) yield* missingFile(repository, action, { node, key });
  }
}

const BUILD_FOLDERS = /^(?:dist|lib|build|out|target|bin)$/;

function* missingFile(
  repository: RepositoryModel,
  { path }: Action,
  { node, key }: { readonly node: NonNullable<ReturnType<typeof asScalar>>; readonly key: string },
): Generator<Problem> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const file = node.value.trim().replace(/^(?:\.\/)+/, "");
  const isOdd = file.includes("..") || file.startsWith("/") || file.includes("${{") || file === "";
  if (isOdd || repository.has(folder + file) || repository.has(`${folder + file}.js`)) return;
  const { paths, notes } = repository.snapshot;
  if (notes.some(({ code }) => code === "tree_truncated") || !paths.some((other) => isBeside(other, path, folder)))
    return;
  const top = file.includes("/") ? file.slice(0, file.indexOf("/")) : "";
  if (BUILD_FOLDERS.test(top) && !paths.some((other) => other.startsWith(`${folder}${top}/`))) return;
  const message = `\`${key}\` names \`${file}\`, which is not in the repository; correct the path or commit the file.`;
  yield { message, at: node, anchor: `runs.${key}` };
}

/** A list that holds the pipelines alone says nothing about other files. */
function isBeside(other: string, path: string, folder: string): boolean {
  return other !== path && other.startsWith(folder) && (folder !== "" || !other.startsWith(".github/"));
}

function* namesProblems({ root }: Action): Generator<Problem> {
  for (const key of ["inputs", "outputs"]) {
    const pair = findPair(root, key);
    if (!pair) continue;
    if (isNoMapping(pair.value)) {
      yield { message: `\`${key}\` must be a mapping from names to their description.`, at: pair.key, anchor: key };
    }
    for (const entry of asMap(pair.value)?.pairs ?? []) {
      if (!isNoMapping(entry.value)) continue;
      const anchor = `${key}.${keyText(entry) ?? ""}`;
      yield { message: `\`${anchor}\` must be a mapping with \`description\` and the like.`, at: entry.key, anchor };
    }
  }
}

/** True for a list or a text; an absent value is fine. */
function isNoMapping(node: YamlNode): boolean {
  return resolve(node).kind === "seq" || asScalar(node) !== null;
}

function* brandingProblems({ root }: Action): Generator<Problem> {
  const branding = findValue(root, "branding");
  const icon = asScalar(findValue(branding, "icon"));
  const color = asScalar(findValue(branding, "color"));
  if (icon && !BRANDING_ICONS.has(icon.value.trim().toLowerCase())) {
    const message = `GitHub's marketplace has no icon \`${icon.value}\`; take a name from its list of Feather icons.`;
    yield { message, at: icon, anchor: "branding.icon" };
  }
  if (color && !BRANDING_COLORS.has(color.value.trim().toLowerCase())) {
    const message = `GitHub's marketplace has no colour \`${color.value}\`; take one of ${[...BRANDING_COLORS].join(", ")}.`;
    yield { message, at: color, anchor: "branding.color" };
  }
}
