import { randomUUID } from "node:crypto";
import type { Line } from "./pricing.ts";

export interface Cart {
  id: string;
  country: string;
  lines: Line[];
  checkedOut: boolean;
}

export interface Store {
  open(country: string): Cart;
  find(id: string): Cart | undefined;
}

export function createStore(): Store {
  const carts = new Map<string, Cart>();
  return {
    open(country) {
      const cart = { id: randomUUID(), country, lines: [], checkedOut: false };
      carts.set(cart.id, cart);
      return cart;
    },
    find: (id) => carts.get(id),
  };
}
