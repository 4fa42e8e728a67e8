import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** What became of one job. */
export interface JobRun {
  readonly job: string;
  /** 0 when the job passed; 124 when it did not end in time. */
  readonly exit: number;
  /** First lines of the script's commands that were begun, in order: a job that fails before its test proves nothing. */
  readonly begun: readonly string[];
  readonly output: string;
}

export interface GitlabRepository {
  readonly folder: string;
  /** Jobs of the pipeline that have a script, in the file's order. */
  readonly jobs: readonly string[];
  /** Runs one job, without those that it needs, as GitLab's shell executor does. */
  run(job: string): Promise<JobRun>;
  remove(): void;
}

export interface Source {
  readonly files: Readonly<Record<string, string>>;
  /** Paths that are executable. */
  readonly executable: readonly string[];
  /** The text of `.gitlab-ci.yml`. */
  readonly configuration: string;
  /** Programs that its jobs need. */
  readonly tools: readonly string[];
}

const RUNNER = fileURLToPath(import.meta.resolve("gitlab-ci-local"));
const TIME_LIMIT = 170_000;
/** A repository as GitLab clones it: `main` is the origin's default branch. */
const GIT_COMMANDS = [
  "init --quiet --initial-branch=main",
  "config user.name Ada",
  "config user.email ada@example.com",
  "config commit.gpgsign false",
  "add --all",
  "commit --quiet --message First",
  "remote add origin https://gitlab.example.com/group/project.git",
  "update-ref refs/remotes/origin/main HEAD",
  "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main",
];

const PYTHON = "python3";

/** True where gitlab-ci-local can run: it copies working trees by rsync. */
export function canExecute(tools: readonly string[]): boolean {
  const isThere = ["git", "rsync", ...tools].every((tool) => findProgram(tool) !== null);
  return isThere && (!tools.includes(PYTHON) || canInstallPython());
}

/** Debian packages apart what a Python of one's own is made with. */
function canInstallPython(): boolean {
  return spawnSync(PYTHON, ["-c", "import ensurepip"], { stdio: "ignore" }).status === 0;
}

function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** A repository with an origin and one commit on `main`, ready to run jobs of its configuration. */
export function makeRepository({ files, executable, configuration, tools }: Source): GitlabRepository {
  const parent = mkdtempSync(join(tmpdir(), "gitlab-run-"));
  const folder = join(parent, "project");
  for (const [path, text] of Object.entries({ ...files, ".gitlab-ci.yml": configuration })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const path of executable) chmodSync(join(folder, path), 0o755);
  for (const command of GIT_COMMANDS) execFileSync("git", command.split(" "), { cwd: folder, stdio: "pipe" });
  const env = machine(parent, tools);
  return {
    folder,
    jobs: jobsOf(configuration),
    run: (job) => runJob(job, { folder, env }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Jobs by name: every top-level mapping with a script that is not hidden. */
function jobsOf(configuration: string): string[] {
  const entries = Object.entries<unknown>(parse(configuration));
  const isJob = ([name, value]: [string, unknown]) =>
    !name.startsWith(".") && typeof value === "object" && value !== null && "script" in value;
  return entries.filter(isJob).map(([name]) => name);
}

/**
 * The variables of a job: a home of its own, so that nothing is installed into the machine, and first in the path what the
 * job's image would have. `apt-get` does nothing there: the machine has its packages already, or the app is skipped.
 */
function machine(parent: string, tools: readonly string[]): NodeJS.ProcessEnv {
  const bin = join(parent, "bin");
  const home = join(parent, "home");
  const prefix = join(parent, "npm");
  for (const folder of [bin, home, join(prefix, "bin")]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(bin, "apt-get"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  const python = join(parent, "python");
  // An image's Python takes packages, where a distribution's own may refuse them (PEP 668).
  if (tools.includes(PYTHON)) execFileSync(PYTHON, ["-m", "venv", python], { stdio: "pipe" });
  const mix = findProgram("mix");
  if (mix) writeFileSync(join(bin, "mix"), withoutDownloads(mix), { mode: 0o755 });
  const corepack = findProgram("corepack");
  if (corepack) writeFileSync(join(bin, "corepack"), corepackHere(corepack, bin), { mode: 0o755 });
  const path = [bin, join(python, "bin"), join(prefix, "bin"), dirname(process.execPath), process.env.PATH].join(
    delimiter,
  );
  return { ...process.env, ...toolHomes(), HOME: home, PATH: path, NPM_CONFIG_PREFIX: prefix, CI: "true" };
}

/** Hex and Rebar are not on npm or in Debian; projects without dependencies do not need them. */
function withoutDownloads(mix: string): string {
  return `#!/bin/sh\ncase "$1" in local.*) exit 0 ;; esac\nexec "${mix}" "$@"\n`;
}

/** `corepack enable` writes beside itself, which must not be the machine's own folder. */
function corepackHere(corepack: string, bin: string): string {
  return `#!/bin/sh\nif [ "$1" = enable ]; then exec "${corepack}" enable --install-directory "${bin}"; fi\nexec "${corepack}" "$@"\n`;
}

/** Settings below the home that tools of the machine still need when the home moves. */
function toolHomes(): NodeJS.ProcessEnv {
  const home = process.env.HOME ?? "/root";
  const npmrc = join(home, ".npmrc");
  const rustup = process.env.RUSTUP_HOME ?? join(home, ".rustup");
  return {
    ...(existsSync(npmrc) ? { NPM_CONFIG_USERCONFIG: npmrc } : {}),
    ...(existsSync(rustup) ? { RUSTUP_HOME: rustup } : {}),
    // A mirror of the registry passes no signatures on.
    COREPACK_INTEGRITY_KEYS: "0",
  };
}

interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

function runJob(job: string, { folder, env }: Place): Promise<JobRun> {
  const args = [RUNNER, "--force-shell-executor", "--shell-isolation", "--no-color", job];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString("utf8");
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, TIME_LIMIT);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ job, exit: isLate ? 124 : (code ?? 1), begun: begunCommands(output), output });
    });
  });
}

function begunCommands(output: string): string[] {
  return [...output.matchAll(/^\S.* \$ (.*)$/gm)].map(([, command = ""]) => command);
}
