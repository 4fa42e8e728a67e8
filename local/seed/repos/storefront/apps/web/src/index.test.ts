import { CheckoutClient } from "@storefront/api-client";
import { expect, it } from "vitest";
import { buyButton } from "./index";

it("names the price", () => {
  expect(buyButton(new CheckoutClient("https://checkout.test", "t"), "mug", 1200).label).toContain("12,00");
});
