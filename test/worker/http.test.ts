import { describe, expect, it } from "vitest";
import { send } from "./support/as.ts";

describe("an address without a route", () => {
  it("answers a problem document with the correlation id of the request", async () => {
    const response = await send("/api/nothing-here");
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: "/problems/not_found",
      status: 404,
      correlation_id: response.headers.get("x-correlation-id"),
    });
  });
});
