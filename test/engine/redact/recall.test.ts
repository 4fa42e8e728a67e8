import { describe, expect, it } from "vitest";
import { redact } from "../../../worker/engine/redact/redact.ts";
import { PLACES, putIn } from "./places.ts";
import { type MadeSecret, makeSecret, numbersFrom, PUBLISHED } from "./published-formats.ts";

const EACH = 3;
const FAMILIES = /^(?:github|aws|gcp|slack|stripe)-/;

interface Try {
  readonly made: MadeSecret;
  readonly place: string;
  readonly leaked: readonly string[];
}

/** Rows that are a whole command or address have one place: a line of a script. */
function placeOf({ around, secret }: MadeSecret, place: string): string {
  return around === secret ? place : "yaml block";
}

function tryOne(made: MadeSecret, wanted: string): Try {
  const place = placeOf(made, wanted);
  const written = putIn(place, made.name || "setting", made.around);
  const pieces = made.around === made.secret ? written.pieces : [made.secret];
  const text = `name: build\n${written.text}\nlast: line\n`;
  const { text: redacted } = redact(text, "ci.yml");
  return { made, place, leaked: pieces.filter((piece) => redacted.includes(piece)) };
}

const next = numbersFrom(20261121);
const tries = PUBLISHED.flatMap((row, index) =>
  Array.from({ length: EACH }, (_, turn) =>
    tryOne(makeSecret(row, next), PLACES[(index * EACH + turn) % PLACES.length] ?? ""),
  ),
);
const leaks = tries.filter(({ leaked }) => leaked.length > 0);

describe("credentials made from published formats", () => {
  it("are at least 660, in every place", () => {
    expect(tries.length).toBeGreaterThanOrEqual(660);
    expect(new Set(tries.map(({ place }) => place)).size).toBe(PLACES.length);
  });

  it("are found: 99 of 100", () => {
    expect(leaks.map(({ made, place }) => `${made.rule} in ${place}`).length).toBeLessThanOrEqual(tries.length / 100);
  });

  it("are all found where a leak costs most", () => {
    const lost = leaks.filter(({ made }) => FAMILIES.test(made.rule));
    expect(lost.map(({ made, place }) => `${made.rule} in ${place}`)).toEqual([]);
  });
});
