import { expect, it } from "vitest";
import { formatPrice } from "./price";

it("shows cents as money", () => {
  expect(formatPrice(1999, "EUR", "en-IE")).toBe("€19.99");
});
