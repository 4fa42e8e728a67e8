// Buttons for tests: fill the queue of answers, read what was asked. Only for those who hold the token.
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import type { AiApp, AiC, AiEnv, AiLocal } from "./context.ts";
import { ScriptRequest } from "./script.ts";

const ScriptBody = z.strictObject({ rules: z.array(ScriptRequest) });
const SettingsBody = z.strictObject({
  mode: z.enum(["script", "sample"]).optional(),
  refused_keys: z.array(z.string()).optional(),
});

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function requireControl(ai: AiLocal): MiddlewareHandler<AiEnv> {
  return async function checkControl(c, next) {
    const isOurs = timingSafeEqual(digest(c.req.header("x-control-token") ?? ""), digest(ai.controlToken));
    return isOurs ? next() : c.json({ message: "Not Found" }, 404);
  };
}

async function read<T>(c: AiC, schema: z.ZodType<T>): Promise<T | Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  return parsed.success ? parsed.data : c.json({ message: z.prettifyError(parsed.error) }, 422);
}

async function addRules(c: AiC): Promise<Response> {
  const body = await read(c, ScriptBody);
  if (body instanceof Response) return body;
  c.get("ai").rules.push(...body.rules.map((rule) => ({ ...rule, seen: 0 })));
  return c.json({ rules: c.get("ai").rules.length });
}

async function change(c: AiC): Promise<Response> {
  const body = await read(c, SettingsBody);
  if (body instanceof Response) return body;
  const ai = c.get("ai");
  if (body.mode) ai.mode = body.mode;
  if (body.refused_keys) ai.refusedKeys = new Set(body.refused_keys);
  return c.json({ mode: ai.mode, refused_keys: [...ai.refusedKeys] });
}

export function control(app: AiApp, ai: AiLocal, startMode: AiLocal["mode"]): void {
  app.use("/_control/*", requireControl(ai));
  app.post("/_control/script", addRules);
  app.get("/_control/script", (c) => c.json({ rules: ai.rules }));
  app.delete("/_control/script", (c) => {
    ai.rules.length = 0;
    return c.json({});
  });
  app.get("/_control/journal", (c) => c.json({ entries: ai.journal }));
  app.delete("/_control/journal", (c) => {
    ai.journal.length = 0;
    return c.json({});
  });
  app.post("/_control/settings", change);
  app.post("/_control/reset", (c) => {
    ai.rules.length = 0;
    ai.journal.length = 0;
    ai.refusedKeys.clear();
    ai.mode = startMode;
    return c.json({});
  });
}
