/** Dockerfiles as rules see them. Source: docs.docker.com/reference/dockerfile. */
import { memo } from "../../memo.ts";
import type { Span } from "../../parse/line-index.ts";
import type { SourceFile } from "../source-file.ts";
import { type DockerInstruction, readInstructions } from "./instructions.ts";

/** The default of an `ARG` in front of the first `FROM`. */
interface DockerArgument {
  readonly name: string;
  /** Without quotes. */
  readonly value: string;
  readonly at: Span;
  readonly isQuoted: boolean;
}

/** A `FROM`: its image as written and as it is with the defaults of the file's arguments. */
export interface DockerFrom {
  /** As written, variables in it. */
  readonly text: string;
  readonly at: Span;
  /** Null where an argument has no default. */
  readonly image: string | null;
  /** The argument that the whole text names: `FROM ${BASE}`. */
  readonly argument: DockerArgument | null;
  /** True for `scratch` and for a stage that stands above. */
  readonly isLocal: boolean;
}

export interface Dockerfile {
  readonly path: string;
  readonly file: SourceFile;
  readonly instructions: readonly DockerInstruction[];
  readonly froms: readonly DockerFrom[];
}

const NAME = /^(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?$/i;
const OTHER_FORM = /\.(?:dockerignore|md|sh|py|json|ya?ml|txt)$/i;
const VARIABLE = /\$(?:\{(\w+)(?::?-([^${}]*))?\}|(\w+))/g;

/** The Dockerfiles among some files, by their names; those without a `FROM` are left out. */
export function dockerfilesOf({ files }: { readonly files: readonly SourceFile[] }): Dockerfile[] {
  return files.filter(({ path }) => isDockerfilePath(path)).flatMap((file) => dockerfileOf(file) ?? []);
}

export function isDockerfilePath(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return NAME.test(name) && !OTHER_FORM.test(name);
}

const dockerfileOf = memo((file: SourceFile): Dockerfile | null => {
  const instructions = readInstructions(file.text);
  const froms = readFroms(instructions);
  return froms.length === 0 ? null : { path: file.path, file, instructions, froms };
});

function readFroms(instructions: readonly DockerInstruction[]): DockerFrom[] {
  const froms: DockerFrom[] = [];
  const values = new Map<string, DockerArgument>();
  const stages = new Set<string>(["scratch"]);
  for (const instruction of instructions) {
    if (instruction.keyword === "ARG" && froms.length === 0) readArguments(instruction, values);
    if (instruction.keyword !== "FROM") continue;
    const [image, as, stage] = instruction.words.filter(({ text }) => !text.startsWith("--"));
    if (image) froms.push(toFrom(image, values, stages));
    if (as?.text.toLowerCase() === "as" && stage) stages.add(stage.text.toLowerCase());
  }
  return froms;
}

/** `ARG NAME=value OTHER="value"`; one without a value takes an earlier default away from nobody. */
function readArguments({ words }: DockerInstruction, values: Map<string, DockerArgument>): void {
  for (const { text, at } of words) {
    const [, name, written] = /^(\w+)=(.*)$/.exec(text) ?? [];
    if (name === undefined || written === undefined) continue;
    const value = written.replace(/^(["'])(.*)\1$/, "$2");
    const isQuoted = value !== written;
    values.set(name, {
      name,
      value: fill(value, values) ?? "",
      at: { start: at.end - written.length, end: at.end },
      isQuoted,
    });
  }
}

function toFrom(
  { text, at }: { readonly text: string; readonly at: Span },
  values: ReadonlyMap<string, DockerArgument>,
  stages: ReadonlySet<string>,
): DockerFrom {
  const image = fill(text.replace(/^(["'])(.*)\1$/, "$2"), values);
  const whole = /^\$(?:\{(\w+)\}|(\w+))$/.exec(text);
  const argument = values.get(whole?.[1] ?? whole?.[2] ?? "") ?? null;
  return { text, at, image, argument, isLocal: image !== null && stages.has(image.toLowerCase()) };
}

/** The text with each variable's default in its place; null where one has none. */
function fill(text: string, values: ReadonlyMap<string, DockerArgument>): string | null {
  if (!text.includes("$")) return text;
  let isKnown = true;
  const filled = text.replaceAll(VARIABLE, (_, braced?: string, fallback?: string, plain?: string) => {
    const value = values.get(braced ?? plain ?? "")?.value || fallback;
    if (!value) isKnown = false;
    return value ?? "";
  });
  return isKnown && !filled.includes("$") ? filled : null;
}
