import { describe, expect, it } from "vitest";
import { COLLECTING_HOSTS, isCollectingHost } from "../../../worker/engine/data/collecting-hosts.ts";

describe("hosts that collect what others send", () => {
  it.each(COLLECTING_HOSTS.map((row) => [row.host, row] as const))(
    "knows %s and what is below it, and nothing beside it",
    (_, { host, source, seen }) => {
      expect(isCollectingHost(host)).toBe(true);
      expect(isCollectingHost(`a1.${host}`)).toBe(true);
      expect(isCollectingHost(`not${host}`)).toBe(false);
      expect(isCollectingHost(`${host}.example.com`)).toBe(false);
      expect(source).toMatch(/^https?:\/\//);
      expect(seen).toMatch(/^\d{4}-\d\d-\d\d$/);
    },
  );
});
