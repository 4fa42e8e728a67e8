import { expect, it } from "vitest";
import type * as z from "zod";
import { RULES } from "../../worker/engine/rules/index.ts";
import type { RuleList } from "../../worker/http/schemas/rules.ts";
import { as, send } from "./support/as.ts";

it("lists every rule with its documentation, sorted by id", async () => {
  const response = await (await as({ role: "viewer" })).get("/api/rules");
  expect(response.status).toBe(200);
  const { items, rule_set_version } = (await response.json()) as z.infer<typeof RuleList>;
  expect(rule_set_version).toMatch(/^\d{4}\.\d+\.\d+$/);
  expect(items.map(({ id }) => id)).toEqual(RULES.map(({ meta }) => meta.id).toSorted());
  expect(items.find(({ id }) => id === "missing-job-timeout")).toMatchObject({
    category: expect.stringMatching(/./),
    fix_class: "review",
    profile: "default",
    docs: { what: expect.stringMatching(/./), example: { after: expect.stringContaining("timeout-minutes") } },
  });
});

it("tells one rule to anybody, and says when there is none of that name", async () => {
  const found = await send("/api/rules/unpinned-action");
  expect(found.status).toBe(200);
  expect(await found.json()).toMatchObject({
    id: "unpinned-action",
    docs: { not_reported: expect.stringMatching(/./) },
  });
  const missing = await send("/api/rules/no-such-rule");
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ detail: expect.stringContaining("no-such-rule") });
});
