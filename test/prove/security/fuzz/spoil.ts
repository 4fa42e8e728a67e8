/** Ways to spoil a value that fits: what people, programs and attackers send instead. */
import fc from "fast-check";

const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53 + 1,
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202egnp.exe",
  "a".repeat(10_000),
  "é".repeat(2_000),
  "' or 1=1 --",
  '"; drop table jobs; --',
  "%".repeat(60),
  "${{ github.token }}",
  "<img src=x onerror=alert(1)>",
  "../../../etc/passwd",
  "javascript:alert(1)",
  "//evil.example",
  "019a0000-0000-7000-8000-000000000000",
  "__proto__",
  [],
  {},
  [[[[[[]]]]]],
  { toString: 1 },
  Array.from({ length: 1_001 }, () => "x"),
];

const STRANGE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "org_id",
  "orgId",
  "role",
  "id",
  "user_id",
  "is_admin",
  "",
  "\u0000",
];

/** Bodies that are no JSON, or none that a schema can want. */
const RAW_BODIES = [
  "",
  "{",
  "[",
  "nul",
  "NaN",
  "{'a':1}",
  '{"a":1,}',
  "\ufeff{}",
  '"\\ud800"',
  '{"__proto__":{"polluted":1}}',
  '{"a":1}{"b":2}',
  "[".repeat(50_000),
  `{"a":"${"x".repeat(200_000)}"}`,
  "\u0000",
];

type Holder = Record<string, unknown> | unknown[];

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}

/** Every place of a value where something else can be put. */
function placesOf(value: unknown): { readonly holder: Holder; readonly key: string }[] {
  if (!isHolder(value)) return [];
  return Object.keys(value).flatMap((key) => [
    { holder: value, key },
    ...placesOf((value as Record<string, unknown>)[key]),
  ]);
}

type Choice = { readonly place: number; readonly hostile: unknown; readonly key: string; readonly kind: number };

function spoiled(value: unknown, { place, hostile, key, kind }: Choice): unknown {
  const copy = structuredClone(value);
  const places = placesOf(copy);
  const chosen = places[place % Math.max(1, places.length)];
  if (!chosen || !isHolder(copy)) return hostile;
  const holder = chosen.holder as Record<string, unknown>;
  if (kind === 0) holder[chosen.key] = hostile;
  else if (kind === 1) Reflect.deleteProperty(holder, chosen.key);
  else Object.defineProperty(copy, key, { value: hostile, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** The value with one thing wrong: replaced, left out, or one too many. */
function spoiledOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const choice = fc.record({
    place: fc.nat(100),
    hostile: fc.constantFrom(...HOSTILE),
    key: fc.constantFrom(...STRANGE_KEYS),
    kind: fc.nat(2),
  });
  return fc.tuple(value, choice).map(([fitting, chosen]) => spoiled(fitting, chosen));
}

/** Text of a body: usually one that fits, often one with something wrong, now and then no JSON at all. */
export function bodyTextOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: value.map((fitting) => JSON.stringify(fitting)) },
    { weight: 5, arbitrary: spoiledOf(value).map((wrong) => JSON.stringify(wrong) ?? "null") },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES) },
  );
}

/** Text of a parameter in an address. */
export function parameterTextOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const hostile = fc.constantFrom(...HOSTILE.filter((one) => typeof one === "string" && one.isWellFormed()));
  return fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: hostile }).map(String);
}
