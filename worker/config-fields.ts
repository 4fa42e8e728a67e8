/** What single variables of the environment may hold. */
import * as z from "zod";

/** A model that the deploy names. Tokens, and US dollars per million of them, where it says more than the name. */
export type ConfiguredModel = {
  readonly id: string;
  readonly window?: number | undefined;
  readonly output?: number | undefined;
  readonly price?: { readonly input: number; readonly output: number } | undefined;
};

const KEY_BYTES = 32;
const MIN_DISTINCT_BYTES = 8;

export function isLoopback(url: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const IP_ADDRESS = /^(?:\d+(?:\.\d+){3}|\[.*\])$/;
const NAME_OF_A_NETWORK = /(?:^|\.)(?:localhost|internal|local|localdomain|home\.arpa)$/;

/**
 * True for an address by number, or by a name that means something within one network only, such as that of a cloud's
 * metadata service. `URL` has brought every spelling of a number into one.
 */
export function isInternal(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, "");
  return IP_ADDRESS.test(host) || NAME_OF_A_NETWORK.test(host) || !host.includes(".");
}

/** Text that nobody would guess: long enough and not one repeated character. */
function isStrong(text: string): boolean {
  return text.length >= KEY_BYTES && new Set(text).size >= MIN_DISTINCT_BYTES;
}

export const Secret = z.string().refine(isStrong);
/** An address that others are made of: nothing but host, port and path. */
function isBase(text: string): boolean {
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === "";
}

export const Url = z
  .url({ protocol: /^https?$/, abort: true })
  .refine(isBase)
  .transform((url) => url.replace(/\/$/, ""));

function jsonOf(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
}

export const Keys = z
  .string()
  .transform(jsonOf)
  .pipe(z.record(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), z.string()))
  .transform((record, context) => {
    const keys = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [kid, text] of Object.entries(record)) {
      const bytes = bytesOf(text);
      if (bytes?.length !== KEY_BYTES || new Set(bytes).size < MIN_DISTINCT_BYTES) {
        context.addIssue({ code: "custom", message: "weak key" });
      } else keys.set(kid, bytes);
    }
    return keys;
  });

/** An empty variable is one that is not set. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (text === "" ? undefined : text), schema.optional());

/** An RSA key in PEM, as GitHub gives it out; line ends may be spelled `\n`. */
export const PrivateKey = z
  .string()
  .regex(/^\s*-----BEGIN (RSA )?PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{600,}-----END \1?PRIVATE KEY-----[\s\\n]*$/);

export const AiKey = optional(z.string().regex(/^[\x21-\x7e]{8,512}$/));
export const AiUrl = optional(Url);

const Price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) });
const Model = z.strictObject({
  id: z.string().regex(/^[\w.:/@-]{1,128}$/),
  window: z.int().min(1_000).optional(),
  output: z.int().min(100).optional(),
  price: Price.optional(),
});
const NamedModel = z.union([Model.shape.id.transform((id) => ({ id })), Model]);
const Difficulties = z.strictObject({ usual: NamedModel.optional(), hard: NamedModel.optional() });
export const AiModels = z
  .string()
  .transform(jsonOf)
  .pipe(
    z.strictObject({
      gemini: Difficulties.optional(),
      anthropic: Difficulties.optional(),
      openai: Difficulties.optional(),
    }),
  );
