/** What the product stores, seals and sends, read along in its isolate. */
import { env } from "cloudflare:workers";
import { hear, plant } from "./register.ts";

declare global {
  var plantedSinks: true | undefined;
}

const READS = /^\s*select\b/i;
const KEY_HEADERS = ["authorization", "x-api-key", "x-goog-api-key"];
const HOOK_SECRET = /"secret":\s*"([^"]+)"/g;
const STATEMENT_SHOWN = 80;

/** Values that a statement writes to D1. */
function hearStatements(): void {
  const statements: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare("select 1"));
  const { bind } = statements;
  statements.bind = function remember(this: D1PreparedStatement, ...values: unknown[]) {
    const sql = String(Reflect.get(this, "statement"));
    const texts = values.filter((value) => typeof value === "string");
    if (texts.length > 0 && !READS.test(sql))
      hear({ where: `D1, by ${sql.slice(0, STATEMENT_SHOWN)}`, text: texts.join("\n") });
    return bind.apply(this, values);
  };
}

/** Whatever the product seals is a secret: GitHub's tokens, and keys of AI providers. */
function plantSealed(): void {
  const prototype: SubtleCrypto = Object.getPrototypeOf(crypto.subtle);
  const { encrypt } = prototype;
  prototype.encrypt = function remember(this: SubtleCrypto, ...given: Parameters<typeof encrypt>) {
    plant("what was sealed", new TextDecoder().decode(given[2]));
    return encrypt.apply(this, given);
  };
}

function plantKeys(headers: Headers): void {
  for (const name of KEY_HEADERS) plant("a credential for another server", headers.get(name)?.split(" ").at(-1) ?? "");
}

async function hearRequest(request: Request): Promise<void> {
  const { pathname, search } = new URL(request.url);
  if (pathname.startsWith("/_control/")) return;
  plantKeys(request.headers);
  const isForAi = request.url.startsWith(env.AI_URL);
  if (!isForAi && !pathname.includes("/hooks")) return;
  const body = await request.clone().text();
  if (!isForAi) for (const [, secret] of body.matchAll(HOOK_SECRET)) plant("the secret of a webhook", secret ?? "");
  const headers = [...request.headers].filter(([name]) => !KEY_HEADERS.includes(name));
  if (isForAi) hear({ where: `a request to the AI, ${pathname}`, text: search + JSON.stringify(headers) + body });
}

function hearFetches(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (input instanceof Request) await hearRequest(input);
    return fetch(input, init);
  };
}

/** Reads along from now on, once an isolate. */
export function hearSinks(): void {
  if (globalThis.plantedSinks) return;
  globalThis.plantedSinks = true;
  hearStatements();
  plantSealed();
  hearFetches();
}
