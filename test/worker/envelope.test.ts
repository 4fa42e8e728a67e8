import { describe, expect, it } from "vitest";
import { createEnvelope, EnvelopeError, type SealedPlace } from "../../worker/platform/envelope.ts";
import { createRandom } from "../../worker/platform/random.ts";

const random = createRandom();
const k1 = random.bytes(32);
const k2 = random.bytes(32);
const envelope = createEnvelope({ keys: new Map([["k1", k1]]), activeKid: "k1" }, random);
const place: SealedPlace = { purpose: "token", table: "github_tokens", column: "sealed", tenant: "u1", row: "r1" };

describe("an envelope", () => {
  it("opens where it was sealed", async () => {
    const { sealed, kid } = await envelope.seal("gho_päß", place);
    expect(kid).toBe("k1");
    expect(sealed).toMatch(/^enc:v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(await envelope.open(sealed, place)).toBe("gho_päß");
  });

  it("never seals the same text to the same value", async () => {
    const [first, second] = [await envelope.seal("text", place), await envelope.seal("text", place)];
    expect(first.sealed).not.toBe(second.sealed);
  });

  it.each([
    ["purpose", { purpose: "ai-key" as const }],
    ["table", { table: "repositories" }],
    ["column", { column: "other" }],
    ["tenant", { tenant: "u2" }],
    ["row", { row: "r2" }],
  ])("does not open under another %s", async (_name, change) => {
    const { sealed } = await envelope.seal("text", place);
    await expect(envelope.open(sealed, { ...place, ...change })).rejects.toThrow(EnvelopeError);
  });

  it("does not open with any one character changed", async () => {
    const { sealed } = await envelope.seal("text", place);
    const changed = Array.from(
      sealed,
      (char, at) => `${sealed.slice(0, at)}${char === "A" ? "B" : "A"}${sealed.slice(at + 1)}`,
    );
    const results = await Promise.allSettled(changed.map((value) => envelope.open(value, place)));
    const opened = results.filter((result) => result.status === "fulfilled");
    const wrongErrors = results.filter(
      (result) => result.status === "rejected" && !(result.reason instanceof EnvelopeError),
    );
    expect(wrongErrors).toEqual([]);
    // The last character of base64url carries spare bits, so a change there can mean the same bytes.
    expect(opened.length).toBeLessThanOrEqual(1);
  });

  it.each(["", "text", "enc:v1.k1.x.y", "enc:v2.k1.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBB"])(
    "does not take %j for one",
    async (value) => {
      await expect(envelope.open(value, place)).rejects.toThrow(EnvelopeError);
    },
  );

  it("opens under an older key while a newer one seals", async () => {
    const { sealed } = await envelope.seal("text", place);
    const rotated = createEnvelope(
      {
        keys: new Map([
          ["k1", k1],
          ["k2", k2],
        ]),
        activeKid: "k2",
      },
      random,
    );
    expect(await rotated.open(sealed, place)).toBe("text");
    expect((await rotated.seal("text", place)).kid).toBe("k2");
  });

  it("does not open once its key is gone", async () => {
    const { sealed } = await envelope.seal("text", place);
    const later = createEnvelope({ keys: new Map([["k2", k2]]), activeKid: "k2" }, random);
    await expect(later.open(sealed, place)).rejects.toThrow("not configured");
  });
});
