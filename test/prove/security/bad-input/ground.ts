/** What bad input is sent to: the whole product with two organizations, and somebody who may do everything in one of them. */
import { createHmac, randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { AiServer } from "../../../../local/ai/server.ts";
import { createHookSecrets } from "../../../../worker/platform/hook-secrets.ts";
import { type AiControl, createAiControl } from "../../../support/ai-control.ts";
import { Caller } from "../../jobs/caller.ts";
import type { Row } from "../../jobs/database.ts";
import type { World } from "../../jobs/world.ts";

export const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1" };
const KEY = new Uint8Array(Buffer.from("dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyYnl0ZXM=", "base64"));
const secrets = createHookSecrets({ keys: new Map([["test1", KEY]]), activeKid: "test1" });
const ANSWER_MS = 20_000;
/** How often the answer to a body that never ends may be lost. */
const RESETS = 4;
const SETTLED_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** One answer as it came over the wire. */
export type Heard = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
};

export type Asked = {
  readonly method?: string;
  /** Sent as it stands: nothing is normalized. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent after the headers in chunks of 64 KiB, so many of them. */
  readonly chunks?: number;
  readonly anonymous?: boolean;
};

type SideDoor = "sql" | "queue";
type Hook = { readonly org: string; readonly id: string; readonly key: string; readonly hookId: number };

export class Ground {
  readonly world: World;
  readonly own: string;
  readonly foreign: string;
  readonly hook: Hook;
  readonly ai: AiControl;
  readonly #cookie: string;

  private constructor(world: World, facts: { own: Hook; foreign: string; cookie: string; ai: AiServer }) {
    this.world = world;
    this.ai = createAiControl(facts.ai.url, facts.ai.controlToken);
    this.own = facts.own.id;
    this.hook = facts.own;
    this.foreign = facts.foreign;
    this.#cookie = facts.cookie;
  }

  static async enter(world: World, ai: AiServer): Promise<Ground> {
    const caller = new Caller(world.workerd.url, "person-0");
    await caller.signIn();
    const rows = await world.rows(
      "select org_id, id, full_name, hook_key, hook_id from repositories order by full_name",
    );
    const [own, foreign] = ["person-0/", "person-1/"].map((owner) =>
      rows.find((row) => String(row.full_name).startsWith(owner)),
    );
    if (!own || !foreign) throw new Error("Nothing is connected.");
    const hook = {
      org: String(own.org_id),
      id: String(own.id),
      key: String(own.hook_key),
      hookId: Number(own.hook_id),
    };
    return new Ground(world, { own: hook, foreign: String(foreign.id), cookie: caller.cookieHeader(), ai });
  }

  get cookie(): string {
    return this.#cookie;
  }

  /**
   * Sends one request over a connection of its own and hears the whole answer. Who closes a connection on which something still comes
   * may lose the answer that went before: such a request is sent again.
   */
  async ask(asked: Asked): Promise<Heard> {
    for (let left = asked.chunks === undefined ? 0 : RESETS; ; left -= 1) {
      try {
        return await this.#askOnce(asked);
      } catch (error) {
        if (left <= 0 || !(error instanceof Error && /ECONNRESET|EPIPE/.test(error.message))) throw error;
      }
    }
  }

  async #askOnce({ method = "GET", path, headers = {}, body, chunks, anonymous = false }: Asked): Promise<Heard> {
    const { hostname, port } = new URL(this.world.workerd.url);
    const own = anonymous ? {} : { cookie: this.#cookie };
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const asked = httpRequest(
        { hostname, port, path, method, headers: { ...own, ...headers }, agent: false, timeout: ANSWER_MS },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", reject);
          answer.on("end", () => {
            const text = Buffer.concat(parts).toString();
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text,
              ms: performance.now() - startedAt,
            });
          });
        },
      );
      asked.on("error", reject);
      asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
      for (let sent = 0; sent < (chunks ?? 0); sent += 1) asked.write(Buffer.alloc(65_536, "a"));
      asked.end(body);
    });
  }

  /** A change as our own pages send it; `once` is its idempotency key. */
  change(method: string, path: string, { body, once }: { body?: unknown; once?: string } = {}): Promise<Heard> {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.ask({
      method,
      path,
      headers: { ...OWN_PAGE, ...json, ...(once !== undefined && { "idempotency-key": once }) },
      ...(body === undefined ? {} : { body: text }),
    });
  }

  /** A repository of the own organization with these files, connected; its id. */
  async connect(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const repo = `person-0/${name}`;
    await this.world.github.control("create", { repo, files });
    const { text } = await this.change("POST", "/api/repositories/connect", { body: { repositories: [repo] } });
    const [item] = (JSON.parse(text) as { items: { repository_id: string | null }[] }).items;
    if (!item?.repository_id) throw new Error(`${repo} was not connected: ${text}`);
    return item.repository_id;
  }

  /** Does what no request can: a statement on the database, or messages on a queue. */
  async sideDoor(way: SideDoor, body: object): Promise<Row[]> {
    const init = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${this.world.workerd.url}/proof/${way}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`The side door does not open: ${response.status} ${text}`);
    return way === "sql" ? (JSON.parse(text) as Row[]) : [];
  }

  /** What a statement finds now. */
  rows(sql: string): Promise<Row[]> {
    return this.sideDoor("sql", { sql });
  }

  /** Waits until every webhook came and no job is open. Throws when some still are. */
  async settle(): Promise<void> {
    await this.world.github.control("settle");
    const open = "select id from jobs where state not in ('completed', 'cancelled', 'dead_letter') limit 1";
    for (const deadline = Date.now() + SETTLED_WITHIN_MS; (await this.rows(open)).length > 0; await pause(POLL_MS)) {
      if (Date.now() > deadline) throw new Error("Jobs do not end.");
    }
  }

  /** A delivery of GitHub's, signed as the own repository's webhook signs, but for these headers, and for the `key` that the address names. */
  async deliver(
    event: string,
    payload: unknown,
    { key = this.hook.key, ...headers }: Readonly<Record<string, string>> = {},
  ): Promise<Heard> {
    const { org, id, hookId } = this.hook;
    const secret = (await secrets.secretOf(this.hook.key, { orgId: org, repositoryId: id })) ?? "";
    const body = typeof payload === "string" ? payload : JSON.stringify(payload);
    return this.ask({
      method: "POST",
      path: `/api/webhooks/github?org=${org}&repository=${id}&key=${key}`,
      anonymous: true,
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": randomUUID(),
        "x-github-hook-id": String(hookId),
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
        ...headers,
      },
    });
  }
}
