import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { requestSignal } from "./abort.ts";
import { createSlots } from "./slots.ts";
import { createGitStarter, type Started } from "./start-git.ts";

const TIMEOUT_MS = 60_000;
const MAX_PROCESSES = 8;

type GitRun = {
  /** Bare git directory that the command runs on; omit it for commands that need none. */
  dir?: string;
  args: readonly string[];
  input?: string | Buffer;
  env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and not a failure; 0 alone unless told. */
  okCodes?: readonly number[];
  /** A write must not stop half-way because its client went away. */
  finish?: boolean;
  timeoutMs?: number;
};

type GitResult = { code: number; stdout: Buffer; stderr: string };

/** Git ended with a code that was not expected, was stopped, or took too long. */
export class GitError extends Error {
  readonly code: number | null;
  readonly stderr: string;

  constructor(message: string, code: number | null, stderr: string) {
    super(message);
    this.code = code;
    this.stderr = stderr;
  }
}

/** The only thing that starts git: at most 8 at once, each with an empty environment, a time limit and a size limit. */
export type Git = {
  run(command: GitRun): Promise<GitResult>;
  /** Standard output as UTF-8. */
  text(command: GitRun): Promise<string>;
  /** Stops every git process and refuses new ones. */
  close(): Promise<void>;
};

/** Nothing of the user's own environment or configuration may change what git does, and nothing may ask a question. */
function cleanEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: home,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ALLOW_PROTOCOL: "file",
    GIT_NO_LAZY_FETCH: "1",
  };
}

/** Subcommand for messages, without the values of the request. */
function labelOf(args: readonly string[]): string {
  return args.find((arg, index) => !arg.startsWith("-") && args[index - 1] !== "-c" && args[index - 1] !== "-C") ?? "";
}

/** What git said, when it ended as expected; else throws a GitError. */
function resultOf(how: Awaited<Started["ended"]>, expected: { label: string; okCodes: readonly number[] }): GitResult {
  const { code, stdout, stderr, stopped, notStarted } = how;
  const { label, okCodes } = expected;
  if (notStarted !== null) throw new GitError(`git could not be started: ${notStarted}`, null, stderr);
  if (stopped !== null) throw new GitError(`git ${label} ${stopped}`, null, stderr);
  if (code !== null && okCodes.includes(code)) return { code, stdout, stderr };
  throw new GitError(`git ${label} failed: ${stderr.trim().slice(0, 500)}`, code, stderr);
}

export function createGit(home: string): Git {
  mkdirSync(join(home), { recursive: true });
  const environment = cleanEnvironment(home);
  const slots = createSlots(MAX_PROCESSES);
  const starter = createGitStarter();
  let closed = false;

  async function start({ dir, args, input, env, ...command }: GitRun): Promise<GitResult> {
    const signal = command.finish ? undefined : requestSignal();
    const label = labelOf(args);
    if (closed || signal?.aborted) throw new GitError(`git ${label} was not started: nobody waits for it`, null, "");
    const prefix = ["--literal-pathspecs", ...(dir === undefined ? [] : [`--git-dir=${dir}`])];
    const { ended, stop } = starter.start({
      args: [...prefix, ...args],
      cwd: home,
      env: { ...environment, ...env },
      input,
      timeoutMs: command.timeoutMs ?? TIMEOUT_MS,
    });
    const abort = () => stop("was stopped because the client went away");
    signal?.addEventListener("abort", abort, { once: true });
    const how = await ended;
    signal?.removeEventListener("abort", abort);
    return resultOf(how, { label, okCodes: command.okCodes ?? [0] });
  }

  const run = (command: GitRun) => slots.use(() => start(command));
  return {
    run,
    text: async (command) => (await run(command)).stdout.toString("utf8"),
    close: async () => {
      closed = true;
      await starter.close();
    },
  };
}
