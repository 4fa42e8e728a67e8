import { describe, expect, it } from "vitest";
import { badTextIn } from "../../worker/http/bad-text.ts";

describe("text that storage would change", () => {
  it.each([
    ["NUL", { name: "a\u0000b" }, "control character"],
    ["an escape character", ["ok", "\u001b[31m"], "control character"],
    ["a lone surrogate", { a: { b: "\ud800" } }, "Unicode"],
    ["a control character in a key", { "a\u0000": 1 }, "control character"],
  ])("is found: %s", (_name, value, message) => {
    expect(badTextIn(value)?.message).toContain(message);
  });

  it("is named with its path", () => {
    expect(badTextIn({ items: [{ name: "fine" }, { name: "\u0007" }] })?.path).toEqual(["items", "1", "name"]);
  });

  it.each([["line\nbreak\r\n\ttab"], ["emoji 👩‍💻 and ٣"], [{ n: 1, b: true, z: null }], [undefined]])(
    "is not seen in %j",
    (value) => {
      expect(badTextIn(value)).toBeUndefined();
    },
  );

  it("is looked for at any depth without running out of stack", () => {
    const deep = JSON.parse(`${"[".repeat(200_000)}"\\u0000"${"]".repeat(200_000)}`);
    expect(badTextIn(deep)?.message).toContain("control character");
  });
});
