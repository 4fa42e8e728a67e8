export type TaxRates = Record<string, number>;

export interface Line {
  sku: string;
  quantity: number;
  unitPrice: number;
}

export interface Price {
  net: number;
  discount: number;
  tax: number;
  total: number;
}

const BULK_THRESHOLD = 10;
const BULK_DISCOUNT = 500;
const BASIS_POINTS = 10_000;

function share(amount: number, basisPoints: number): number {
  return Math.round((amount * basisPoints) / BASIS_POINTS);
}

/** Prices a cart: bulk discount per line, then tax of the country on what is left. */
export function priceCart(lines: Line[], country: string, rates: TaxRates): Price {
  const rate = rates[country];
  if (rate === undefined) throw new Error(`No tax rate for ${country}`);
  let net = 0;
  let discount = 0;
  for (const line of lines) {
    const amount = line.quantity * line.unitPrice;
    net += amount;
    if (line.quantity >= BULK_THRESHOLD) discount += share(amount, BULK_DISCOUNT);
  }
  const tax = share(net - discount, rate);
  return { net, discount, tax, total: net - discount + tax };
}
