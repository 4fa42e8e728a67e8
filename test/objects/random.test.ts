import { describe, expect, it } from "vitest";
import { createRandom } from "../../worker/platform/random.ts";

describe("ids", () => {
  it("ascend and differ, whoever of the isolate asks", () => {
    const [one, other] = [createRandom(), createRandom()];
    const ids = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? one : other).uuidv7());
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it("are of version 7 and begin with the time in milliseconds", () => {
    const before = Date.now();
    const id = createRandom().uuidv7();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it("have chance in what follows the time and the count", () => {
    const ends = Array.from({ length: 1_000 }, () => createRandom().uuidv7().slice(-10));
    expect(new Set(ends).size).toBe(1_000);
  });
});
