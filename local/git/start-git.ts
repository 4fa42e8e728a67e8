import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Ended, StartRequest, StopRequest } from "./starter.ts";

const STARTER = fileURLToPath(new URL("./starter.ts", import.meta.url));

export type Started = {
  /** Fulfilled however it ends. */
  readonly ended: Promise<Omit<Ended, "id">>;
  /** Ends it for a reason, if it still runs. */
  stop(reason: string): void;
};

/** Starts git in a process of its own, which lives as long as it is needed, and comes again if it died. */
export type GitStarter = {
  start(request: Omit<StartRequest, "id">): Started;
  /** Ends every git process. */
  close(): Promise<void>;
};

const LOST = {
  code: null,
  stdout: Buffer.alloc(0),
  stderr: "",
  stopped: "was stopped with the process that had started it",
  notStarted: null,
} as const satisfies Omit<Ended, "id">;

type Starter = {
  readonly child: ChildProcess;
  readonly waiting: Map<number, (ended: Omit<Ended, "id">) => void>;
  isLost: boolean;
};

/** A starter that is waited for keeps this process running; another one does not. */
function hold({ child, waiting }: Starter): void {
  const change = waiting.size > 0 ? "ref" : "unref";
  child[change]();
  child.channel?.[change]();
}

function startStarter(): Starter {
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = fork(STARTER, { execArgv: [], serialization: "advanced", stdio: [...stdio] });
  const starter: Starter = { child, waiting: new Map(), isLost: false };
  child.on("message", ({ id, ...ended }: Ended) => {
    starter.waiting.get(id)?.(ended);
    starter.waiting.delete(id);
    hold(starter);
  });
  for (const event of ["error", "disconnect", "exit"]) child.once(event, () => lose(starter));
  return starter;
}

/** Nothing more is asked of it, and whoever waits for it is told. */
function lose(starter: Starter): void {
  starter.isLost = true;
  const lost = [...starter.waiting.values()];
  starter.waiting.clear();
  for (const end of lost) end(LOST);
}

function send(starter: Starter, message: StartRequest | StopRequest): void {
  if (!starter.isLost) starter.child.send(message, (error) => error && lose(starter));
}

export function createGitStarter(): GitStarter {
  let current: Starter | undefined;
  let lastId = 0;

  function needed(): Starter {
    const starter = current && !current.isLost ? current : startStarter();
    current = starter;
    return starter;
  }

  return {
    start: (request) => {
      lastId += 1;
      const id = lastId;
      const starter = needed();
      const ended = new Promise<Omit<Ended, "id">>((resolve) => starter.waiting.set(id, resolve));
      hold(starter);
      send(starter, { ...request, id });
      return { ended, stop: (reason) => send(starter, { id, stop: reason }) };
    },
    close: async () => {
      if (!current || current.isLost) return;
      const { child } = current;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      child.disconnect();
      await ended;
    },
  };
}
