import { CheckoutClient } from "@storefront/api-client";
import { button, formatPrice } from "@storefront/ui";

export function buyButton(client: CheckoutClient, sku: string, price: number) {
  return button({
    label: `Buy for ${formatPrice(price)}`,
    onPress: async () => {
      const cart = await client.openCart("DE");
      await client.addItem(cart.id, sku, 1, price);
    },
  });
}
