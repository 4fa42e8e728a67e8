import { describe, expect, it } from "vitest";
import { RULES } from "../../../worker/engine/rules/index.ts";
import { placesOf } from "../../support/engine.ts";
import { HEALTHY } from "../../support/healthy.ts";

describe.each(RULES.map((rule) => [rule.meta.id, rule] as const))(
  "%s stays silent in a healthy repository",
  (_, rule) => {
    it.each(Object.entries(HEALTHY))("with %s", (_name, files) => {
      expect(placesOf(rule, files)).toEqual([]);
    });
  },
);
