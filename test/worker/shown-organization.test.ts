import { describe, expect, it } from "vitest";
import { as, json } from "./support/as.ts";

describe("a change from a page that says which organization it shows", () => {
  it("is refused once the session works in another", async () => {
    const caller = await as();
    const current = async () => (await (await caller.get("/api/orgs/current")).json()) as { id: string; name: string };
    const rename = (shown: string) =>
      caller.fetch("/api/orgs/current", json("PUT", { name: "Meant for it" }, { "x-ado-organization": shown }));
    await caller.post("/api/orgs", { name: "Second" });
    const { id } = await current();
    const refused = await rename(caller.orgId);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ type: "/problems/organization_changed" });
    expect((await current()).name).toBe("Second");
    expect((await rename(id)).status).toBe(200);
  });
});
