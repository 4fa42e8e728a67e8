/** Secrets of the test that runs, and every text that left the product meanwhile. */
import { writingsOf } from "../../../support/planted-secrets.ts";

type Planted = { readonly kind: string; readonly writings: readonly string[] };
type Heard = {
  readonly where: string;
  readonly text: string | readonly Uint8Array[];
  /** Field of an answer that shows a secret on purpose, once. */
  readonly shows?: string | undefined;
};
type Register = { readonly deploy: Map<string, Planted>; readonly test: Map<string, Planted>; readonly heard: Heard[] };

/** The product and its tests share an isolate, but not always a module. */
declare global {
  var plantedRegister: Register | undefined;
}

/** Shorter ones are names of tests' own, or could stand somewhere by chance. */
const LEAST_LENGTH = 16;
/** Of tests that share their world, the secrets used last. */
const MOST_KEPT = 100;

function register(): Register {
  globalThis.plantedRegister ??= { deploy: new Map(), test: new Map(), heard: [] };
  return globalThis.plantedRegister;
}

function add(place: Map<string, Planted>, kind: string, secret: string): void {
  if (secret.length < LEAST_LENGTH) return;
  const known = place.get(secret);
  place.delete(secret);
  place.set(secret, known ?? { kind, writings: writingsOf(secret) });
  const [oldest] = place.keys();
  if (place.size > MOST_KEPT && oldest !== undefined) place.delete(oldest);
}

/** From now on nothing may say this value. `kind` is what a failure calls it. */
export function plant(kind: string, secret: string): void {
  add(register().test, kind, secret);
}

/** As `plant`, for what belongs to the deploy and outlives a test. */
export function plantOfDeploy(kind: string, secret: string): void {
  add(register().deploy, kind, secret);
}

/** Remembers what was said, logged or stored. Chunks of an answer may still come. */
export function hear(heard: Heard): void {
  register().heard.push(heard);
}

/** What an answer shows on purpose counts as planted, and the rest of the answer may not have it. */
function withoutShown(text: string, field: string): string {
  if (!text.includes(`"${field}":`)) return text;
  const value = String((JSON.parse(text) as Record<string, unknown>)[field]);
  plant(`what an answer shows once as ${field}`, value.slice(value.indexOf("#") + 1));
  return text.replaceAll(value, "");
}

function textOf({ text, shows }: Heard): string {
  const whole = typeof text === "string" ? text : Buffer.concat(text).toString();
  return shows === undefined ? whole : withoutShown(whole, shows);
}

/**
 * Where planted secrets stand that must not stand there, a sentence each, and never the secret. Forgets what was heard, and
 * what was planted unless `keep`.
 */
export function takeLeaks(keep: boolean): string[] {
  const { deploy, test, heard } = register();
  const said = heard.splice(0).map((each) => ({ where: each.where, text: textOf(each) }));
  const secrets = [...deploy.values(), ...test.values()];
  if (!keep) test.clear();
  const found = said.flatMap(({ where, text }) =>
    secrets
      .filter(({ writings }) => writings.some((writing) => text.includes(writing)))
      .map(({ kind }) => `${kind} stands in ${where}`),
  );
  return [...new Set(found)];
}
