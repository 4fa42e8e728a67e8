import { Hono } from "hono";
import { z } from "zod";
import { priceCart, type TaxRates } from "../pricing.ts";
import type { Store } from "../store.ts";

const NewCart = z.object({ country: z.string().length(2) });
const NewLine = z.object({
  sku: z.string().min(1),
  quantity: z.number().int().positive(),
  unitPrice: z.number().int().nonnegative(),
});

export function carts(store: Store, rates: TaxRates) {
  return new Hono()
    .post("/", async (c) => {
      const body = NewCart.safeParse(await c.req.json());
      if (!body.success) return c.json({ error: "invalid_input" }, 422);
      return c.json(store.open(body.data.country), 201);
    })
    .post("/:id/items", async (c) => {
      const cart = store.find(c.req.param("id"));
      if (!cart) return c.json({ error: "not_found" }, 404);
      const body = NewLine.safeParse(await c.req.json());
      if (!body.success) return c.json({ error: "invalid_input" }, 422);
      cart.lines.push(body.data);
      return c.json(cart, 201);
    })
    .post("/:id/checkout", (c) => {
      const cart = store.find(c.req.param("id"));
      if (!cart) return c.json({ error: "not_found" }, 404);
      if (cart.checkedOut) return c.json({ error: "already_checked_out" }, 409);
      cart.checkedOut = true;
      return c.json({ cart: cart.id, price: priceCart(cart.lines, cart.country, rates) });
    });
}
