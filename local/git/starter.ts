/**
 * The process that starts git, and nothing else. Whoever starts a process pays for copying the tables of all its own memory: of this
 * one's 50 MB that is 2 ms of the processor, of 300 MB 20 ms, of 1 GB 60 ms.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

/** Starts git under a number of the asker's. */
export type StartRequest = {
  readonly id: number;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string | Buffer | undefined;
  readonly timeoutMs: number;
};

/** Ends what runs under a number, if it still does. */
export type StopRequest = { readonly id: number; readonly stop: string };

/** How it ended: by itself with a code, for what it was `stopped`, or why it did not start. */
export type Ended = {
  readonly id: number;
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly stopped: string | null;
  readonly notStarted: string | null;
};

type Running = { readonly child: ChildProcessWithoutNullStreams; readonly stop: (reason: string) => void };

const running = new Map<number, Running>();

function answer(ended: Ended): void {
  if (process.connected) process.send?.(ended);
}

function start(request: StartRequest): void {
  try {
    follow(request, spawn("git", request.args, { cwd: request.cwd, env: request.env }));
  } catch (error) {
    // An argument with a NUL, or one that is longer than the system takes.
    const notStarted = error instanceof Error ? error.message : String(error);
    answer({ id: request.id, code: null, stdout: Buffer.alloc(0), stderr: "", stopped: null, notStarted });
  }
}

/** Answers once, when it ended or could not be started. */
function follow({ id, input, timeoutMs }: StartRequest, child: ChildProcessWithoutNullStreams): void {
  const output: Buffer[] = [];
  let size = 0;
  let stderr = "";
  let stopped: string | null = null;
  const stop = (reason: string) => {
    stopped ??= reason;
    child.kill("SIGKILL");
  };
  running.set(id, { child, stop });
  const timer = setTimeout(() => stop("took too long"), timeoutMs);
  const end = (code: number | null, notStarted: string | null) => {
    clearTimeout(timer);
    if (!running.delete(id)) return;
    answer({ id, code, stdout: Buffer.concat(output), stderr, stopped, notStarted });
  };
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT_BYTES) stop("printed too much");
    else output.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < MAX_ERROR_BYTES) stderr += chunk.toString("utf8");
  });
  child.on("error", (error) => end(null, error.message));
  child.on("close", (code) => end(code, null));
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdin.end(input);
}

process.on("message", (message: StartRequest | StopRequest) => {
  if ("stop" in message) running.get(message.id)?.stop(message.stop);
  else start(message);
});
// Ctrl-C reaches every process of a terminal. This one ends with its server, which is gone when the channel is.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.once("disconnect", () => {
  for (const { child } of running.values()) child.kill("SIGKILL");
});
