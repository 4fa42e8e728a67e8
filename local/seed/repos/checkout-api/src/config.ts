import { z } from "zod";

const Config = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  TOKEN_KEY: z.string().min(32),
  TAX_RATES: z.string().default("DE=1900,FR=2000,GB=2000"),
});

/** Tax rates are basis points: 1900 is 19 %. */
function parseTaxRates(text: string): Record<string, number> {
  return Object.fromEntries(text.split(",").map((pair) => [pair.split("=")[0], Number(pair.split("=")[1])]));
}

export function readConfig(env: NodeJS.ProcessEnv) {
  const parsed = Config.parse(env);
  return {
    port: parsed.PORT,
    tokenKey: new TextEncoder().encode(parsed.TOKEN_KEY),
    taxRates: parseTaxRates(parsed.TAX_RATES),
  };
}
