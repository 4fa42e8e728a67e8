import { describe, expect, it } from "vitest";
import { attached } from "../../worker/engine/attached.ts";
import { memo } from "../../worker/engine/memo.ts";

describe("what is attached to an object", () => {
  it("is kept apart for each object and each use", () => {
    const [colours, sizes] = [attached<object, string>(), attached<object, number>()];
    const [first, second] = [{}, []];
    colours.set(first, "red");
    colours.set(second, "blue");
    sizes.set(first, 3);
    expect([colours.get(first), colours.get(second), sizes.get(first), sizes.get(second)]).toEqual([
      "red",
      "blue",
      3,
      undefined,
    ]);
  });

  it("is replaced when it is set again", () => {
    const colours = attached<object, string>();
    const key = {};
    colours.set(key, "red");
    colours.set(key, "blue");
    expect(colours.get(key)).toBe("blue");
  });

  it("does not go over to a copy, and nobody sees it", () => {
    const colours = attached<object, string>();
    const key = { name: "a" };
    colours.set(key, "red");
    expect(colours.get({ ...key })).toBeUndefined();
    expect(colours.get(structuredClone(key))).toBeUndefined();
    expect(Reflect.ownKeys(key)).toEqual(["name"]);
    expect(JSON.stringify(key)).toBe('{"name":"a"}');
  });
});

describe("a memoised computation", () => {
  it("runs once for each object, also where it finds null or false", () => {
    const seen: object[] = [];
    const nothing = memo((key: object) => {
      seen.push(key);
      return null;
    });
    const no = memo((key: object) => {
      seen.push(key);
      return false;
    });
    const key = {};
    expect([nothing(key), nothing(key), no(key), no(key)]).toEqual([null, null, false, false]);
    expect(seen).toHaveLength(2);
  });
});
