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

type Starter = { readonly child: ChildProcess; readonly waiting: Map<number, (ended: Omit<Ended, "id">) => void> };

/** A starter that is waited for keeps this process running; another one does not. */
function hold({ child, waiting }: Starter): void {
  const change = waiting.size > 0 ? "ref" : "unref";
  child[change]();
  child.channel?.[change]();
}

function startStarter(): Starter {
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = fork(STARTER, { execArgv: [], serialization: "advanced", stdio: [...stdio] });
  const starter: Starter = { child, waiting: new Map() };
  child.on("message", ({ id, ...ended }: Ended) => {
    starter.waiting.get(id)?.(ended);
    starter.waiting.delete(id);
    hold(starter);
  });
  const lose = () => {
    for (const end of starter.waiting.values()) end(LOST);
    starter.waiting.clear();
  };
  child.once("error", lose);
  child.once("exit", lose);
  return starter;
}

/** To one that died nothing is sent: it says by its end that it did. */
function send({ child }: Starter, message: StartRequest | StopRequest): void {
  if (child.connected) child.send(message, () => undefined);
}

export function createGitStarter(): GitStarter {
  let current: Starter | undefined;
  let lastId = 0;

  function needed(): Starter {
    const starter = current?.child.connected ? current : startStarter();
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
      if (!current?.child.connected) return;
      const { child } = current;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      child.disconnect();
      await ended;
    },
  };
}
