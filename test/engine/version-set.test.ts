import { describe, expect, it } from "vitest";
import {
  overlaps,
  type RangeDialect,
  versionPrefix,
  versionRange,
  versionsFrom,
} from "../../worker/engine/profile/version-set.ts";

function allows(range: string, version: string, dialect: RangeDialect = "npm"): boolean | null {
  const [left, right] = [versionRange(range, dialect), versionPrefix(version)];
  return left && right ? overlaps(left, right) : null;
}

describe("a version range", () => {
  it.each([
    [">=20", "20"],
    [">=20", "22.1.0"],
    [">= 20.9", "20"],
    ["^20.9.0 || >=22", "24"],
    ["18 || 20", "20.5"],
    ["20.x", "20.5.1"],
    ["*", "8"],
    ["20 - 22", "22.4"],
    [">=18 <23", "22"],
    ["~20.5", "20.5.9"],
    ["!=20.1", "20"],
    ["v20.1.0", "20"],
  ])("%s allows %s", (range, version) => {
    expect(allows(range, version)).toBe(true);
  });

  it.each([
    [">=20", "18"],
    [">20", "20"],
    [">=20.9.0", "20.5.1"],
    ["^20.9.0 || >=22", "21"],
    ["<20", "20"],
    ["<=20", "21"],
    ["~20.5", "20.6"],
    ["20 - 22", "23"],
    ["=18.1.2", "18.1.3"],
    ["^0.3.1", "0.4"],
  ])("%s excludes %s", (range, version) => {
    expect(allows(range, version)).toBe(false);
  });

  it.each([
    ["python", "~=3.10", "3.12", true],
    ["python", "~=3.10.1", "3.11", false],
    ["python", ">=3.9,<3.12", "3.12", false],
    ["python", "==3.11.*", "3.11", true],
    ["composer", "~8.1", "8.4", true],
    ["npm", "~8.1", "8.4", false],
    ["composer", "^8.1 | ^9.0", "9.1", true],
  ] as const)("is read by the rules of %s: %s and %s", (dialect, range, version, expected) => {
    expect(allows(range, version, dialect)).toBe(expected);
  });

  it.each(["lts/*", "latest", ">=20 beta", "node", "1.2.3-rc.1"])(
    "that is not understood proves nothing: %s",
    (range) => {
      expect(versionRange(range, "npm")).toBeNull();
    },
  );
});

describe("versionsFrom", () => {
  it("has no upper end", () => {
    const from = versionsFrom("1.22");
    const asked = [versionPrefix("1.21"), versionPrefix("1.22.3"), versionPrefix("2")];
    expect(asked.map((set) => from && set && overlaps(from, set))).toEqual([false, true, true]);
  });
});
