import { randomBytes, randomUUID } from "node:crypto";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { listen, stop } from "../listening.ts";
import { anthropic } from "./anthropic/routes.ts";
import type { AiApp, AiEnv, AiLocal, AiMode } from "./context.ts";
import { control } from "./control.ts";
import { gemini } from "./gemini/routes.ts";
import { journal } from "./journal.ts";
import { openai } from "./openai/routes.ts";

type AiServerOptions = {
  /** 0 takes a free one. */
  port: number;
  mode?: AiMode;
  exactTokens?: boolean;
  host?: string;
};

export type AiServer = {
  /** Base address of all three providers; OpenAI clients add `/v1`. */
  url: string;
  controlToken: string;
  ai: AiLocal;
  close(): Promise<void>;
};

const LOOPBACK = "127.0.0.1";

function createApp(ai: AiLocal): AiApp {
  const app = new Hono<AiEnv>();
  app.use(async function shareState(c, next) {
    c.set("ai", ai);
    await next();
  });
  app.use(journal(ai));
  control(app, ai, ai.mode);
  gemini(app);
  anthropic(app);
  openai(app);
  return app;
}

/**
 * A server that speaks as Gemini, Anthropic and OpenAI do, with answers from a script. It has no model: nothing that it
 * says is advice. Every key is good unless `refused` is in it. Throws one clear sentence when the port is taken.
 */
export async function createAiServer(options: AiServerOptions): Promise<AiServer> {
  const ai: AiLocal = {
    mode: options.mode ?? "script",
    rules: [],
    journal: [],
    refusedKeys: new Set(),
    controlToken: randomBytes(24).toString("base64url"),
    exactTokens: options.exactTokens ?? false,
    nextId: () => randomUUID().replaceAll("-", ""),
  };
  const server = createAdaptorServer({ fetch: createApp(ai).fetch });
  const host = options.host ?? LOOPBACK;
  const port = await listen(server, options.port, host);
  return { url: `http://${host}:${port}`, controlToken: ai.controlToken, ai, close: () => stop(server) };
}
