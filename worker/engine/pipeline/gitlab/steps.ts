import type { CommandStep, ContainerStep, PipelineJob, PipelineStep } from "../pipeline.ts";
import { withServiceHosts } from "../service-hosts.ts";
import type { YamlItem } from "../yaml-text.ts";
import { script } from "../yaml-text.ts";

export interface JobScript {
  readonly script: readonly YamlItem[];
  readonly afterScript: readonly YamlItem[];
  /** What GitLab has no words for, one sentence each. */
  readonly lost: readonly string[];
}

/** Conditions of GitHub under which a step runs whatever happened before: GitLab's `after_script`. */
const ALWAYS = /^\s*(?:\$\{\{)?\s*(?:always\(\)|!\s*cancelled\(\))\s*(?:\}\})?\s*$/;

/** A job's steps as lines of one script. */
export function scriptOf(job: PipelineJob): JobScript {
  const directory = sharedDirectory(job);
  const lost: string[] = [];
  const items: YamlItem[] = directory === null ? [] : [{ value: `cd ${quoted(directory)}` }];
  const after: YamlItem[] = [];
  for (const step of job.steps) {
    if (step.kind === "foreign") lost.push(`Step \`${step.name}\` (${step.what}) has no counterpart in GitLab.`);
    else if (step.kind !== "command") items.push(...imageOrPages(step, job));
    else if (isCleanUp(step)) after.push(commandItem(step, null));
    else {
      if (isSayable(step)) items.push(commandItem(step, directory));
      lost.push(...conditionLoss(step));
    }
  }
  return { script: items, afterScript: after, lost };
}

function isSayable({ condition }: CommandStep): boolean {
  return condition === null || ALWAYS.test(condition);
}

function conditionLoss(step: CommandStep): string[] {
  const { name, condition } = step;
  if (condition === null) return [];
  return isSayable(step)
    ? [
        `Step \`${name}\` runs only when those before it pass: what GitLab runs in any case, in \`after_script\`, cannot fail the job.`,
      ]
    : [`Step \`${name}\` runs only if \`${condition}\`; add it with \`rules\` of its own.`];
}

/** Programs that put things away or show what happened. */
const PUTS_AWAY =
  /^(?:sudo )?(?:(?:docker|podman) (?:compose )?(?:logs|rm|stop|ps|down|kill|system|logout)|docker-compose (?:logs|down|stop|rm|ps)|kubectl (?:logs|get|describe|delete)|minikube|kill|pkill|killall|rm|cat|ls|echo|printf|tail|head|df|du|free|ps|journalctl|dmesg|systemctl|tar|zip|gzip|cp|mv|mkdir|curl|codecov|coveralls|git (?:status|diff)|(?:make|npm run) (?:down|stop|clean)|(?:[\w.-]*\/)*(?:clean|teardown|stop)[\w.-]*|[)}]|fi|done|else|then|if|for|while)(?= |;|$)/;

/** Runs whatever happened and decides nothing: what stands in `after_script` cannot fail a job. */
function isCleanUp({ condition, run }: CommandStep): boolean {
  if (!ALWAYS.test(condition ?? "")) return false;
  const lines = run.split("\n").map((line) => line.trim());
  return lines.every((line) => line === "" || line.startsWith("#") || PUTS_AWAY.test(line));
}

/** The folder that every command of the job runs in: entered once. Null where they differ or stay at the root. */
function sharedDirectory({ steps }: PipelineJob): string | null {
  const commands = steps.filter((step) => step.kind === "command" && !isCleanUp(step));
  const [first, ...others] = commands.map((step) => (step.kind === "command" ? step.directory : null));
  const hasRest = steps.some(({ kind }) => kind === "container" || kind === "pages");
  return !hasRest && first && others.every((directory) => directory === first) ? first : null;
}

function commandItem(step: CommandStep, entered: string | null): YamlItem {
  const own = step.directory === entered ? null : step.directory;
  return { value: script(commandText(step, own)), comment: step.why };
}

/** A folder or variables of its own go into a subshell, so that the steps behind it are unaffected. */
function commandText({ run, env }: Pick<CommandStep, "run" | "env">, directory: string | null): string {
  const text = run.replace(/\s+$/, "");
  const exports = Object.entries(env).map(([name, value]) => {
    return `export ${name}=${quoted(withServiceHosts(value, (service) => service))}`;
  });
  if (directory === null && exports.length === 0) return text;
  if (exports.length === 0 && isSimple(text)) return `(cd ${quoted(directory ?? ".")} && ${text})`;
  const enter = directory === null ? [] : [`cd ${quoted(directory)}`];
  const lines = [...enter, ...exports, ...text.split("\n")].map((line) => (line === "" ? line : `  ${line}`));
  return ["(", ...(text.includes("<<") ? lines.map((line) => line.replace(/^ {2}/, "")) : lines), ")"].join("\n");
}

/** One command that `&&` binds as a whole. */
function isSimple(text: string): boolean {
  return !/[\n;#]|\|\||&$/.test(text);
}

/** For the shell: bare where it needs no quotes. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function imageOrPages(step: Exclude<PipelineStep, CommandStep>, job: PipelineJob): YamlItem[] {
  if (step.kind === "container") return containerLines(step).map(asItem);
  const isAlone = !job.steps.some(({ kind }) => kind === "command");
  return step.kind === "pages" && isAlone ? [{ value: `test -d ${quoted(step.directory)}` }] : [];
}

interface Line {
  readonly text: string;
  readonly why?: string;
}

function asItem({ text, why }: Line): YamlItem {
  return { value: script(text), comment: why ?? null };
}

/** The name of a container image in the project's own registry. */
function imageName({ image }: ContainerStep): string {
  return image === null ? "$CI_REGISTRY_IMAGE" : `$CI_REGISTRY_IMAGE/${image.toLowerCase()}`;
}

/** The lines that build an image, and push it from the default branch and from tags. */
export function containerLines(step: ContainerStep): Line[] {
  const name = imageName(step);
  const from = `--pull --file ${quoted(step.dockerfile)}`;
  const context = quoted(step.context);
  if (!step.push) return [{ text: `docker build ${from} --tag "image:$CI_COMMIT_SHORT_SHA" ${context}` }];
  const cache = `--cache-from "${name}:buildcache" --build-arg BUILDKIT_INLINE_CACHE=1`;
  return [
    {
      text: 'echo "$CI_REGISTRY_PASSWORD" | docker login --username "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"',
    },
    { text: `docker build ${from} ${cache} --tag "${name}:$CI_COMMIT_SHA" ${context}` },
    {
      why: "Merge requests only prove that the image builds.",
      text: [
        'if [ "$CI_COMMIT_BRANCH" = "$CI_DEFAULT_BRANCH" ]; then',
        `  docker tag "${name}:$CI_COMMIT_SHA" "${name}:buildcache"`,
        `  docker push "${name}:$CI_COMMIT_SHA"`,
        `  docker push "${name}:buildcache"`,
        'elif [ -n "$CI_COMMIT_TAG" ]; then',
        `  docker tag "${name}:$CI_COMMIT_SHA" "${name}:$CI_COMMIT_REF_SLUG"`,
        `  docker push "${name}:$CI_COMMIT_REF_SLUG"`,
        "fi",
      ].join("\n"),
    },
  ];
}
