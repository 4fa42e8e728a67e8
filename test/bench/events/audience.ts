/** Those who listen: many connections to one server, what each received, in which order and when. */
import { request } from "node:http";
import { peerPackage } from "../peers.ts";

type Socket = {
  on(event: "message", heard: (data: Buffer) => void): void;
  on(event: "open" | "close", happened: () => void): void;
  on(event: "error", failed: (error: Error) => void): void;
  send(text: string): void;
  terminate(): void;
};
const openSocket = (url: string, headers: Record<string, string>): Socket => {
  const { WebSocket } = peerPackage<{ WebSocket: new (url: string, options: object) => Socket }>("ws");
  return new WebSocket(url, { headers, perMessageDeflate: false });
};

/** Connects one listener; `heard` gets the number of every event once it is read. Resolves, with how to hang up, once it listens. */
export type Connect = (index: number, heard: (seq: number) => void) => Promise<() => void>;

type Frame = { readonly event?: { readonly seq: number } };

/** Our own socket, as a browser opens it and as our pages read it. */
export function ownSocket(
  address: (index: number) => string,
  headers: (index: number) => Record<string, string>,
): Connect {
  return (index, heard) =>
    new Promise((resolve, reject) => {
      const socket = openSocket(address(index), headers(index));
      socket.on("message", (data) => {
        const { event } = JSON.parse(data.toString()) as Frame;
        if (event) heard(event.seq);
      });
      socket.on("error", reject);
      socket.on("open", () => resolve(() => socket.terminate()));
    });
}

type PeerSocket = {
  on(event: "event", heard: (frame: Frame) => void): void;
  on(event: "connect", happened: () => void): void;
  on(event: "connect_error", failed: (error: Error) => void): void;
  disconnect(): void;
};

/** socket.io's own client, over WebSocket from the start. */
export function socketIo(url: string): Connect {
  const { io } = peerPackage<{ io: (url: string, options: object) => PeerSocket }>("socket.io-client");
  return (_index, heard) =>
    new Promise((resolve, reject) => {
      const socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false });
      socket.on("event", ({ event }) => void (event && heard(event.seq)));
      socket.on("connect_error", reject);
      socket.on("connect", () => resolve(() => socket.disconnect()));
    });
}

/** As much of socket.io's protocol as a listener needs: cheaper than its own client, so that the servers stand out. */
export function socketIoFrames(url: string): Connect {
  return (_index, heard) =>
    new Promise((resolve, reject) => {
      const socket = openSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, {});
      const answer = (text: string) => {
        if (text.startsWith("40")) resolve(() => socket.terminate());
        else if (text.startsWith("0")) socket.send("40");
        else if (text === "2") socket.send("3");
      };
      socket.on("error", reject);
      socket.on("message", (data) => {
        const text = data.toString();
        if (!text.startsWith("42")) answer(text);
        else heard((JSON.parse(text.slice(2)) as [string, Required<Frame>])[1].event.seq);
      });
    });
}

const DATA = "data: ";

/** The fields of server-sent events, read from Node's own response. */
export function serverSentEvents(url: string): Connect {
  return (_index, heard) =>
    new Promise((resolve, reject) => {
      const asked = request(url, { agent: false }, (response) => {
        let rest = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          const texts = (rest + chunk).split("\n\n");
          rest = texts.pop() ?? "";
          for (const text of texts) {
            const { event } = JSON.parse(text.slice(text.indexOf(DATA) + DATA.length)) as Frame;
            if (event) heard(event.seq);
          }
        });
        response.on("error", () => {});
        resolve(() => asked.destroy());
      });
      asked.on("error", reject).end();
    });
}

export class Audience {
  readonly #hangUps: (() => void)[] = [];
  #waiting = { seq: 0, left: 0, done: () => {} };
  #size = 0;
  /** Events that came twice, too early or not at all before a later one. */
  disorders = 0;

  /** Connects so many listeners, a few at a time. */
  async gather(size: number, connect: Connect): Promise<void> {
    while (this.#size < size) {
      const some = Math.min(25, size - this.#size);
      const hangUps = await Promise.all(
        Array.from({ length: some }, (_, index) => this.#seat(this.#size + index, connect)),
      );
      this.#hangUps.push(...hangUps);
      this.#size += some;
    }
  }

  #seat(index: number, connect: Connect): Promise<() => void> {
    let last = 0;
    return connect(index, (seq) => {
      if (last !== 0 && seq !== last + 1) this.disorders += 1;
      last = seq;
      if (seq === this.#waiting.seq) this.#arrived();
    });
  }

  #arrived(): void {
    this.#waiting.left -= 1;
    if (this.#waiting.left === 0) this.#waiting.done();
  }

  /** Resolves with the moment when the last listener has the event. Ask before it is sent. */
  everybodyHas(seq: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${this.#waiting.left} of ${this.#size} listeners lack event ${seq}.`));
      }, 20_000);
      const done = () => {
        clearTimeout(timer);
        resolve(performance.now());
      };
      this.#waiting = { seq, left: this.#size, done };
    });
  }

  leave(): void {
    for (const hangUp of this.#hangUps) hangUp();
  }
}
