import { Hono } from "hono";

export function health() {
  return new Hono().get("/", (c) => c.json({ status: "ok" }));
}
