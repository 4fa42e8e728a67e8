import { describe, expect, it } from "vitest";
import { KeepingRouter } from "../../worker/http/router.ts";

function routerOf(routes: readonly (readonly [method: string, path: string])[]) {
  const router = new KeepingRouter<string>();
  for (const [method, path] of routes) router.add(method, path, `${method} ${path}`);
  return (method: string, path: string) => router.match(method, path)[0].map(([handler]) => handler);
}

describe("the router", () => {
  const match = routerOf([
    ["ALL", "*"],
    ["GET", "/api/jobs/:id"],
    ["GET", "/api/jobs/dead/letters"],
    ["POST", "/api/jobs"],
    ["GET", "/api/jobs/:id/logs"],
  ]);

  it.each([
    ["GET", "/api/jobs/1", ["ALL *", "GET /api/jobs/:id"]],
    ["GET", "/api/jobs/2/logs", ["ALL *", "GET /api/jobs/:id/logs"]],
    ["POST", "/api/jobs", ["ALL *", "POST /api/jobs"]],
    ["GET", "/api/jobs", ["ALL *"]],
    ["GET", "/api/jobs/dead/letters", ["ALL *", "GET /api/jobs/dead/letters"]],
  ])("answers %s %s alike every time", (method, path, handlers) => {
    expect([match(method, path), match(method, path), match(method, path)]).toEqual([handlers, handlers, handlers]);
  });
});
