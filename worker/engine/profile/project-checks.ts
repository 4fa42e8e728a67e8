/** Which checks a project defines in its manifests, and which of them its workflows run. */
import { type CommandKind, kindsOfCommand, kindsOfScript } from "../data/command-kinds.ts";
import { kindsOfJob } from "../data/job-kinds.ts";
import { memo } from "../memo.ts";
import { dimensionsOf } from "../model/matrix-cells.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Job } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import { asScalar } from "../parse/yaml-node.ts";
import { scanBash } from "../shell/bash.ts";
import type { ShellScript } from "../shell/script.ts";

/** A check that the project defines, and where. */
export interface ProjectCheck {
  readonly kind: CommandKind;
  readonly path: string;
  readonly at: Span;
  /** For people: `npm run lint`, `pytest`. */
  readonly command: string;
}

/** Scripts of `package.json` that each kind of check has by convention. */
const SCRIPTS: Readonly<Record<CommandKind, RegExp>> = {
  test: /^(?:test|tests|test:unit|unit)$/,
  lint: /^(?:lint|lint:check|eslint|check:lint)$/,
  typecheck: /^(?:typecheck|type-check|check-types|check:types|types:check|tsc)$/,
  build: /^build$/,
};
/** What `npm init` writes, and others that only say that there is nothing to run. */
const STUB = /no test specified|^\s*echo\s+(?:"[^"]*"|'[^']*'|[^&|;"']*)\s*(?:&&\s*exit\s+\d+\s*)?$/;

/** Sections and files of Python projects that configure a tool. */
const PYTHON: readonly (readonly [kind: CommandKind, command: string, file: string, pattern: RegExp])[] = [
  ["test", "pytest", "pyproject.toml", /^\[tool\.pytest(?:\.ini_options)?\]/m],
  ["test", "pytest", "pytest.ini", /^/],
  ["test", "tox", "tox.ini", /^\[(?:tox|testenv)/m],
  ["lint", "ruff check", "pyproject.toml", /^\[tool\.ruff/m],
  ["lint", "flake8", "setup.cfg", /^\[flake8\]/m],
  ["typecheck", "mypy", "pyproject.toml", /^\[tool\.mypy\]/m],
  ["typecheck", "pyright", "pyproject.toml", /^\[tool\.pyright\]/m],
];

/** Every check of the root's manifests, the first of each kind. */
const projectChecks = memo((repository: RepositoryModel): readonly ProjectCheck[] => {
  const all = [...nodeChecks(repository), ...pythonChecks(repository)];
  return all.filter((check, index) => all.findIndex(({ kind }) => kind === check.kind) === index);
});

function nodeChecks(repository: RepositoryModel): ProjectCheck[] {
  const path = "package.json";
  const text = repository.file(path)?.text ?? "";
  return Object.entries(scriptsOf(repository)).flatMap(([name, body]) => {
    const kind = (Object.keys(SCRIPTS) as CommandKind[]).find((each) => SCRIPTS[each].test(name));
    const start = text.indexOf(`"${name}"`, text.indexOf('"scripts"'));
    if (kind === undefined || start === -1 || STUB.test(body)) return [];
    return [{ kind, path, at: { start, end: start + name.length + 2 }, command: `npm run ${name}` }];
  });
}

/** Scripts of the root's `package.json` by name. */
const scriptsOf = memo((repository: RepositoryModel): Readonly<Record<string, string>> => {
  const manifest = repository.json("package.json");
  const scripts = typeof manifest === "object" && manifest !== null && "scripts" in manifest ? manifest.scripts : null;
  if (typeof scripts !== "object" || scripts === null) return {};
  return Object.fromEntries(Object.entries(scripts).filter(([, body]) => typeof body === "string"));
});

function pythonChecks(repository: RepositoryModel): ProjectCheck[] {
  return PYTHON.flatMap(([kind, command, path, pattern]) => {
    const match = pattern.exec(repository.file(path)?.text ?? "\0");
    if (!match || (path !== "pytest.ini" && match[0] === "") || !repository.file(path)) return [];
    return [{ kind, path, at: { start: match.index, end: match.index + match[0].length }, command }];
  });
}

/** What a pipeline checks. */
export interface Checked {
  readonly kinds: ReadonlySet<CommandKind>;
  /** True where some job runs what we cannot see into, so that it may run anything. */
  readonly isUncertain: boolean;
}

/** What the repository's workflows run, scripts of `package.json` and values of a matrix followed. */
export const checkedKinds = memo((repository: RepositoryModel): Checked => {
  const jobs = repository.workflows.flatMap((workflow) => workflow.jobs);
  const texts = [
    ...jobs.flatMap((job) => job.steps.flatMap(({ run }) => (run ? matrixTexts(job, run.value) : []))),
    ...repository.actions.flatMap((action) => action.steps.flatMap(({ run }) => (run ? [run.value] : []))),
  ];
  const checked = kindsOfScripts(repository, texts.map(scanBash));
  const kinds = jobs.flatMap((job) => [...kindsOfJob(job)]);
  const calls = jobs.some(({ uses }) => uses?.kind === "action");
  return { kinds: new Set([...kinds, ...checked.kinds]), isUncertain: calls || checked.isUncertain };
});

const MATRIX_VALUE = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g;
const MOST_TEXTS = 50;

/** A script with each value of the matrix that it names, one name at a time: `npm run ${{ matrix.task }}`. */
function matrixTexts(job: Job, text: string): string[] {
  const dimensions = dimensionsOf(job);
  let texts = [text];
  for (const [written, name = ""] of text.matchAll(MATRIX_VALUE)) {
    const values = dimensions?.get(name)?.flatMap((node) => asScalar(node)?.value ?? []) ?? [];
    if (values.length === 0 || texts.length * values.length > MOST_TEXTS) continue;
    texts = texts.flatMap((each) => values.map((value) => each.replaceAll(written, value)));
  }
  return texts;
}

/** What scripts of a pipeline check, scripts of the root's `package.json` followed. */
export function kindsOfScripts(repository: RepositoryModel, scripts: readonly ShellScript[]): Checked {
  const kinds = new Set<CommandKind>();
  for (const script of scripts) for (const kind of kindsOfScript(script)) kinds.add(kind);
  const behind = commandsBehind(scripts.flatMap(commandsOf), scriptsOf(repository));
  for (const words of behind.followed) for (const kind of kindsOfCommand(words)) kinds.add(kind);
  return { kinds, isUncertain: behind.all.some(isOpaque) };
}

type Words = readonly string[];

const commandsOf = (script: ShellScript): Words[] => script.commands.map(({ words }) => words.map(({ text }) => text));

/** Programs whose arguments name scripts of `package.json`: managers, runners, and scripts of the project's own that call them. */
const RUNNERS =
  /^(?:npm|pnpm|yarn|bun|npx|run-s|run-p|npm-run-all2?|concurrently|conc|turbo|nx|lerna|wireit|node|tsx|ts-node)$/;

/** `npm run ci` runs whatever the script `ci` says: commands given, and those of scripts that they name, each script once. */
function commandsBehind(given: readonly Words[], bodies: Readonly<Record<string, string>>) {
  const followed: Words[] = [];
  const seen = new Set<string>();
  let next = given;
  while (next.length > 0) {
    const names = next.flatMap((words) => namedScripts(words, Object.keys(bodies))).filter((name) => !seen.has(name));
    next = [...new Set(names)].flatMap((name) => commandsOf(scanBash(bodies[name] ?? "")));
    for (const name of names) seen.add(name);
    followed.push(...next);
  }
  return { followed, all: [...given, ...followed] };
}

/** Scripts that a command names: `npm run lint`, `run-p lint:*`, `concurrently "npm:lint" "npm run test"`. */
function namedScripts([program = "", ...words]: Words, names: readonly string[]): string[] {
  if (!RUNNERS.test(program)) return [];
  return words
    .flatMap((word) => word.split(/\s+/))
    .map((word) => word.replace(/^(?:npm|pnpm|yarn|bun):/, ""))
    .flatMap((word) => (/.\*$/.test(word) ? names.filter((name) => name.startsWith(word.replace(/\*+$/, ""))) : word))
    .filter((word) => names.includes(word));
}

/** So many words of a command say what it does. */
const DECISIVE = 4;

/** Scripts and task runners whose content is not in the snapshot, and what only a run decides. */
export function isOpaque(words: readonly string[]): boolean {
  const [program = ""] = words;
  return (
    words.slice(0, DECISIVE).some((word) => word.includes("${{")) ||
    /^(?:\.{0,2}\/(?!node_modules\/)|scripts?\/|bin\/|tools?\/|ci\/)|\.(?:sh|py|rb|js|mjs|ts|ps1)$/.test(program) ||
    /^(?:make|just|task|nox|tox|invoke|inv|rake|bash|sh|earthly|dagger|bazel|nix|mise|hatch|poe|earth|docker|docker-compose|devbox|pre-commit)$/.test(
      program,
    )
  );
}

/** Files of other CI systems: what they run is not looked into. */
const OTHER_CI =
  /^(?:\.gitlab-ci\.yml|\.circleci\/|\.travis\.yml|Jenkinsfile|azure-pipelines|bitbucket-pipelines|\.buildkite\/|\.drone|\.cirrus|appveyor|\.appveyor|\.woodpecker|\.semaphore\/|cloudbuild|buildspec|\.teamcity\/)/;

/** The first check of this kind that the project defines and no workflow runs; null where one runs, or cannot be ruled out. */
export function missingCheck(repository: RepositoryModel, kind: CommandKind): ProjectCheck | null {
  const check =
    repository.workflows.length === 0 ? undefined : projectChecks(repository).find((each) => each.kind === kind);
  if (!check || repository.snapshot.paths.some((path) => OTHER_CI.test(path))) return null;
  const { kinds, isUncertain } = checkedKinds(repository);
  return isUncertain || kinds.has(kind) ? null : check;
}
