import { expect, it, vi } from "vitest";
import { CheckoutClient } from "./index";

it("sends the token", async () => {
  const fetch = vi.spyOn(globalThis, "fetch").mockResolvedValue(Response.json({ id: "1", lines: [] }));
  await new CheckoutClient("https://checkout.test", "secret").openCart("DE");
  expect(new Headers(fetch.mock.calls[0]?.[1]?.headers).get("authorization")).toBe("Bearer secret");
});
