import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { requestSignal } from "./abort.ts";
import { createSlots } from "./slots.ts";

const TIMEOUT_MS = 60_000;
const MAX_PROCESSES = 8;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

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

type Limits = { timeoutMs: number; signal: AbortSignal | undefined; okCodes: readonly number[]; label: string };

function collect(child: ChildProcessWithoutNullStreams, limits: Limits): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    let size = 0;
    let stderr = "";
    let stopped: string | null = null;
    const stop = (reason: string) => {
      stopped ??= reason;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => stop("took too long"), limits.timeoutMs);
    const abort = () => stop("was stopped because the client went away");
    limits.signal?.addEventListener("abort", abort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) stop("printed too much");
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < MAX_ERROR_BYTES) stderr += chunk.toString("utf8");
    });
    const done = () => {
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", abort);
    };
    child.on("error", (error) => {
      done();
      reject(new GitError(`git could not be started: ${error.message}`, null, stderr));
    });
    child.on("close", (code) => {
      done();
      if (stopped) reject(new GitError(`git ${limits.label} ${stopped}`, null, stderr));
      else if (code === null || !limits.okCodes.includes(code)) {
        reject(new GitError(`git ${limits.label} failed: ${stderr.trim().slice(0, 500)}`, code, stderr));
      } else resolve({ code, stdout: Buffer.concat(output), stderr });
    });
  });
}

/** Subcommand for messages, without the values of the request. */
function labelOf(args: readonly string[]): string {
  return args.find((arg, index) => !arg.startsWith("-") && args[index - 1] !== "-c" && args[index - 1] !== "-C") ?? "";
}

export function createGit(home: string): Git {
  mkdirSync(join(home), { recursive: true });
  const environment = cleanEnvironment(home);
  const slots = createSlots(MAX_PROCESSES);
  const running = new Set<ChildProcessWithoutNullStreams>();
  let closed = false;

  async function start({ dir, args, input, env, ...command }: GitRun): Promise<GitResult> {
    const signal = command.finish ? undefined : requestSignal();
    const label = labelOf(args);
    if (closed || signal?.aborted) throw new GitError(`git ${label} was not started: nobody waits for it`, null, "");
    const prefix = ["--literal-pathspecs", ...(dir === undefined ? [] : [`--git-dir=${dir}`])];
    const child = spawn("git", [...prefix, ...args], { cwd: home, env: { ...environment, ...env } });
    running.add(child);
    child.once("close", () => running.delete(child));
    child.stdin.on("error", () => child.stdin.destroy());
    child.stdin.end(input);
    const limits = { timeoutMs: command.timeoutMs ?? TIMEOUT_MS, signal, okCodes: command.okCodes ?? [0], label };
    return collect(child, limits);
  }

  const run = (command: GitRun) => slots.use(() => start(command));
  return {
    run,
    text: async (command) => (await run(command)).stdout.toString("utf8"),
    close: async () => {
      closed = true;
      await Promise.all(
        [...running].map((child) => {
          const ended = new Promise((resolve) => child.once("close", resolve));
          child.kill("SIGKILL");
          return ended;
        }),
      );
    },
  };
}
