import { scriptOf } from "../../../model/gitlab/job-scripts.ts";
import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import type { Occasion } from "../../../model/gitlab/scenarios.ts";
import { asMap, asScalar } from "../../../parse/yaml-node.ts";
import { newJob } from "../../new-job.ts";
import type { PipelineJob, PipelineStep, Toolchain } from "../../pipeline.ts";
import { cachesOf } from "../caches.ts";
import { chooseImage } from "../image.ts";
import { setupOf } from "../setup.ts";
import { type JobReader, textAt } from "./job-reader.ts";
import { readComment, usedSecrets } from "./read-comment.ts";
import { readImage, toolchain } from "./read-image.ts";
import { matrixOf, readMatrix, toolOf } from "./read-matrix.ts";
import { readWhen } from "./read-occasions.ts";
import { minutesOf, readArtifacts, readCaches, readServices } from "./read-results.ts";
import { stepsOf } from "./read-script.ts";
import { calledTools, joinToolchains, readSetup } from "./read-setup.ts";
import {
  expanded,
  jobVariables,
  knownVariables,
  neutralVariables,
  passedThrough,
  withHosts,
} from "./read-variables.ts";

/** GitLab's own limit where the file and the project name none: docs.gitlab.com/ci/pipelines/settings. */
const USUAL_MINUTES = 60;
/** Keywords that have a place in a neutral pipeline, or mean nothing outside of GitLab. */
const KNOWN: ReadonlySet<string> = new Set(
  "script before_script after_script stage extends needs dependencies rules only except when allow_failure tags timeout interruptible resource_group retry parallel image services variables id_tokens environment cache artifacts pages publish inherit".split(
    " ",
  ),
);
const OF_GITLAB = /\$\{?((?:CI|GITLAB)_\w+)/g;

/** A job of an existing file; what has no counterpart is listed by the reader. */
export function readJob(reader: JobReader, needs: readonly string[], occasions: ReadonlySet<Occasion>): PipelineJob {
  const services = readServices(reader);
  const matrix = readMatrix(reader);
  const lines = linesOf(reader);
  const setup = readSetup(lines.main);
  const frame = frameOf(reader, needs, occasions);
  const toolchains = toolchainsOf(reader, { commands: lines.main, found: setup.toolchains, axis: matrix.variable });
  const draft: PipelineJob = {
    ...frame,
    toolchains: services.hasDocker ? joinToolchains([...toolchains, toolchain("docker", null)]) : toolchains,
    matrix: matrixOf(matrix, toolchains),
    services: services.services,
    caches: readCaches(reader),
    artifacts: readArtifacts(reader),
    steps: stepsFor(reader, lines.main, lines.after),
  };
  const own = ownSetup(draft);
  const main = lines.main.filter((line) => !setup.consumed.has(line) && !own.lines.has(line));
  const hosts = services.services.map(({ name }) => name);
  const variables = without(jobVariables(reader), own.variables);
  const env = withHosts(
    neutralVariables(variables, knownVariables(reader), (detail) => reader.lose(detail)),
    hosts,
  );
  const job = { ...draft, env, steps: stepsFor(reader, main, lines.after) };
  loseRest(reader, job);
  return withPermissions(withSecrets(reader, job), reader.node("id_tokens") !== null);
}

/** What our own file does before the commands of such a job: it is not carried as commands, every platform has its way. */
function ownSetup(draft: PipelineJob) {
  const caches = cachesOf(draft);
  const setup = setupOf(draft, chooseImage(draft));
  return {
    lines: new Set([...caches.lines, ...setup.lines].flatMap((line) => [line, `${line}\n`])),
    variables: { ...caches.variables, ...setup.variables },
  };
}

type Variables = readonly (readonly [string, string])[];

function without(variables: Variables, own: Readonly<Record<string, string>>): Variables {
  return variables.flatMap(([name, value]) => {
    const set = own[name];
    if (set === undefined || !value.startsWith(set)) return [[name, value] as const];
    const rest = value.slice(set.length).trim();
    return rest === "" ? [] : [[name, rest] as const];
  });
}

function frameOf(reader: JobReader, needs: readonly string[], occasions: ReadonlySet<Occasion>): PipelineJob {
  const { name } = reader.entry;
  const { why, secrets } = readComment(reader.entry);
  const tags = reader.texts("tags");
  if (tags.length > 1) reader.lose(`It asks for a runner with all of the tags ${tags.join(", ")}.`);
  const depth = Number(jobVariables(reader).find(([variable]) => variable === "GIT_DEPTH")?.[1] ?? "1");
  return newJob({
    id: idOf(name),
    name,
    why: why ?? `Job \`${name}\` of the GitLab pipeline.`,
    needs: needs.map(idOf),
    runner: tags[0] ?? null,
    environment: environmentOf(reader),
    exclusiveGroup: reader.text("resource_group"),
    timeoutMinutes: Math.ceil(minutesOf(reader.text("timeout")) ?? USUAL_MINUTES),
    ...readWhen(reader, occasions),
    allowFailure: reader.text("allow_failure") === "true",
    fetchDepth: Number.isInteger(depth) && depth >= 0 ? depth : 1,
    secrets,
  });
}

/** A job's name as an id that every platform accepts. */
export function idOf(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(id) ? id : `job-${id || "unnamed"}`;
}

function environmentOf(reader: JobReader): PipelineJob["environment"] {
  const node = reader.node("environment");
  if (node === null) return null;
  const name = asScalar(node)?.value ?? textAt(node, "name");
  const map = asMap(node);
  for (const key of map ? pairsByKey(map).keys() : []) {
    if (key !== "name" && key !== "url") reader.lose(`\`environment:${key}\` is GitLab's own.`);
  }
  if (name?.includes("$")) reader.lose(`Its environment \`${name}\` is made of variables of GitLab.`);
  return name === null ? null : { name, url: textAt(node, "url") };
}

interface Lines {
  readonly main: readonly string[];
  readonly after: readonly string[];
}

function linesOf(reader: JobReader): Lines {
  const { lines, isComplete } = scriptOf(reader.pipeline, reader.entry);
  if (!isComplete) reader.lose("Part of its script stands in a file that was not read.");
  const texts = lines.map(({ key, text }) => ({
    isAfter: key === "after_script",
    text: text.value.replace(/\n+$/, ""),
  }));
  const of = (isAfter: boolean) => texts.filter((line) => line.isAfter === isAfter).map(({ text }) => text);
  return { main: of(false), after: of(true) };
}

interface ToolGround {
  readonly commands: readonly string[];
  readonly found: readonly Toolchain[];
  /** The variable of the matrix. */
  readonly axis: string | null;
}

function toolchainsOf(reader: JobReader, { commands, found, axis }: ToolGround): Toolchain[] {
  const written = reader.text("image") ?? reader.text("image", "name");
  const image = written === null ? null : expanded(written, withoutAxis(reader, axis));
  const read = readImage(image, axis);
  if (!read.isKnown) reader.lose(`It runs in the image \`${image}\`: what it brings has to be installed elsewhere.`);
  const called = calledTools(commands).map((tool) => toolchain(tool, null));
  const all = joinToolchains([...read.toolchains, ...found, ...called]);
  const language = axis === null ? null : toolOf(axis);
  return all.map((each) => (each.tool === language && each.version === null ? { ...each, version: "matrix" } : each));
}

/** What the matrix decides is no fixed value. */
function withoutAxis(reader: JobReader, axis: string | null): Map<string, string> {
  const known = knownVariables(reader);
  if (axis !== null) known.delete(axis);
  return known;
}

function stepsFor(reader: JobReader, main: readonly string[], after: readonly string[]): PipelineStep[] {
  const published = reader.text("pages", "publish") ?? reader.text("publish");
  const isPages = reader.entry.name === "pages" || reader.text("pages") === "true";
  const pages = published ?? (isPages ? "public" : null);
  const filler = new Set(["true", ...(pages === null ? [] : [`test -d ${pages}`])]);
  const isFiller = main.length === 1 && filler.has(main[0] ?? "");
  return stepsOf({ main: isFiller ? [] : main, after, pages, variables: knownVariables(reader) });
}

/** Keywords and variables that only GitLab understands. */
function loseRest(reader: JobReader, { steps }: PipelineJob): void {
  const keys = new Set(reader.entry.layers.flatMap(({ map }) => [...pairsByKey(map).keys()]));
  for (const key of keys) {
    if (!KNOWN.has(key)) reader.lose(`\`${key}\` is GitLab's own.`);
  }
  if (reader.node("allow_failure", "exit_codes") !== null) reader.lose("It may fail with some exit codes only.");
  const blanket =
    reader.node("retry") !== null &&
    reader.text("retry", "when") === null &&
    reader.texts("retry", "when").length === 0;
  if (blanket && reader.text("retry") !== "0") reader.lose("It is tried again after a failure.");
  const commands = steps.flatMap((step) => (step.kind === "command" ? [step.run] : []));
  if (commands.some((run) => /^(?:apt-get|apt|apk|dnf|yum) /m.test(run))) {
    reader.lose("It installs packages as the administrator of its image: elsewhere that needs `sudo`.");
  }
  const names = new Set(commands.flatMap((run) => [...run.matchAll(OF_GITLAB)].map(([, name = ""]) => name)));
  if (names.size > 0) reader.lose(`Its commands use variables of GitLab: ${[...names].sort().join(", ")}.`);
}

/** What the project's settings keep has to be set up again wherever the job goes. */
function withSecrets(reader: JobReader, job: PipelineJob): PipelineJob {
  const known = knownVariables(reader);
  const passed = passedThrough([...known]);
  const commands = job.steps.flatMap((step) => (step.kind === "command" ? [step.run] : []));
  const secrets = [...job.secrets, ...passed, ...usedSecrets(commands, new Set(known.keys()))];
  return { ...job, secrets: [...new Set(secrets)] };
}

function withPermissions(job: PipelineJob, hasToken: boolean): PipelineJob {
  const pushes = job.steps.some((step) => step.kind === "container" && step.push);
  return {
    ...job,
    permissions: {
      ...(hasToken ? { "id-token": "write" as const } : {}),
      ...(pushes ? { packages: "write" as const } : {}),
    },
  };
}
