export interface Cart {
  id: string;
  lines: { sku: string; quantity: number; unitPrice: number }[];
}

export class CheckoutClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async openCart(country: string): Promise<Cart> {
    return this.send("/carts", { country });
  }

  async addItem(cart: string, sku: string, quantity: number, unitPrice: number): Promise<Cart> {
    return this.send(`/carts/${cart}/items`, { sku, quantity, unitPrice });
  }

  private async send<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(this.baseUrl + path, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json() as Promise<T>;
  }
}
