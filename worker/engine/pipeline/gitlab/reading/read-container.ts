import type { ContainerStep } from "../../pipeline.ts";
import { containerLines } from "../steps.ts";
import { expanded } from "./read-variables.ts";

const BUILD =
  /^docker build --pull --file (\S+) (?:--cache-from \S+ --build-arg BUILDKIT_INLINE_CACHE=1 )?--tag "([^"]+)" (\S+)$/;
const REGISTRY_TAG = /^\$\{?CI_REGISTRY_IMAGE\}?(?:\/([^:]+))?(?::|$)/;
/** Options that change nothing about the image, with a value behind them or not. */
const WITH_VALUE: ReadonlySet<string> = new Set(["-f", "--file", "-t", "--tag", "--cache-from", "--progress"]);
const ALONE: ReadonlySet<string> = new Set(["--pull", "--push", "--no-cache", "-q", "--quiet"]);
/** What belongs to publishing an image in the project's own registry. */
const AROUND = /(?:^|\| *)docker (?:login|push|tag|pull|logout)\b.*\$\{?CI_REGISTRY/;

type Variables = ReadonlyMap<string, string>;

/** Lines that build an image for the project's registry, with those that sign in and push, as one step; other lines as they are. */
export function splitContainers(lines: readonly string[], variables: Variables): (string | ContainerStep)[] {
  const own = ownContainers(lines);
  return own.some((part) => typeof part !== "string") ? own : foreignContainers(lines, variables);
}

/** Lines as our own file has them. */
function ownContainers(lines: readonly string[]): (string | ContainerStep)[] {
  const steps = lines.flatMap((line): ContainerStep[] => {
    const [, dockerfile = "", tag = "", context = ""] = BUILD.exec(line) ?? [];
    const image = REGISTRY_TAG.exec(tag);
    if (dockerfile === "" || (!image && !tag.startsWith("image:"))) return [];
    const place = { dockerfile, context };
    return [
      { kind: "container", name: `Build ${dockerfile}`, ...place, image: image?.[1] ?? null, push: image !== null },
    ];
  });
  const owned = new Set(steps.flatMap((each) => containerLines(each).map(({ text }) => text.trim())));
  const found = [...steps];
  return lines.flatMap((line): (string | ContainerStep)[] => {
    if (!owned.has(line.trim())) return [line];
    return BUILD.test(line) ? found.splice(0, 1) : [];
  });
}

function foreignContainers(lines: readonly string[], variables: Variables): (string | ContainerStep)[] {
  const texts = lines.map((line) => (line.includes("docker ") ? expanded(line, variables) : line));
  const builds = texts.map(foreignBuild);
  if (builds.every((build) => build === null)) return [...lines];
  const pushes = texts.some((text) => /^docker push\b.*CI_REGISTRY_IMAGE/.test(text) || /\s--push\b/.test(text));
  return lines.flatMap((line, index): (string | ContainerStep)[] => {
    const build = builds[index];
    if (build) return [{ ...build, push: pushes }];
    return AROUND.test(texts[index] ?? "") && !line.includes("\n") ? [] : [line];
  });
}

/** A build whose every option has a place in a container step; null for any other line. */
function foreignBuild(text: string): ContainerStep | null {
  const call = /^docker (?:buildx )?build\s+([^\n;&|]+)$/.exec(text)?.[1];
  const options = call === undefined ? null : optionsOf(call);
  const context = options?.get("") ?? "$";
  const tag = REGISTRY_TAG.exec(options?.get("-t") ?? options?.get("--tag") ?? "");
  if (!options || !tag || context.includes("$")) return null;
  const beside = context === "." ? "Dockerfile" : `${context}/Dockerfile`;
  const dockerfile = options.get("-f") ?? options.get("--file") ?? beside;
  return { kind: "container", name: `Build ${dockerfile}`, dockerfile, context, image: tag[1] ?? null, push: false };
}

/** Options with their values, the context under the empty name; null where one is not known. */
function optionsOf(call: string): Map<string, string> | null {
  const words = call
    .trim()
    .replaceAll(/["']/g, "")
    .replaceAll(/(--[\w-]+)=/g, "$1 ")
    .split(/\s+/);
  const options = new Map<string, string>();
  let name = "";
  for (const word of words) {
    if (name !== "") {
      options.set(name, word);
      name = "";
    } else if (WITH_VALUE.has(word)) name = word;
    else if (!word.startsWith("-") && !options.has("")) options.set("", word);
    else if (!ALONE.has(word)) return null;
  }
  return options;
}
