import { describe, expect, it } from "vitest";
import { priceCart } from "../src/pricing.ts";

const RATES = { DE: 1900, FR: 2000 };

describe("priceCart", () => {
  it("adds the country's tax", () => {
    expect(priceCart([{ sku: "mug", quantity: 2, unitPrice: 1000 }], "DE", RATES)).toEqual({
      net: 2000,
      discount: 0,
      tax: 380,
      total: 2380,
    });
  });

  it("takes 5 % off lines of ten and more", () => {
    expect(priceCart([{ sku: "pen", quantity: 10, unitPrice: 100 }], "FR", RATES).discount).toBe(50);
  });

  it("refuses a country without a rate", () => {
    expect(() => priceCart([], "XX", RATES)).toThrow("No tax rate");
  });
});
