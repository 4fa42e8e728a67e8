import { permissionsOf, requireRepo } from "./auth-context.ts";
import type { LocalApp } from "./env.ts";
import { mainLanguage } from "./languages.ts";
import { fullRepositoryJson } from "./repository-json.ts";

export function repos(app: LocalApp): void {
  app.get("/repos/:owner/:repo", async (c) => {
    const repo = await requireRepo(c);
    c.set("acceptedScopes", ["repo"]);
    const json = fullRepositoryJson(c.var.local, repo, permissionsOf(c, repo));
    const organization = json.owner.type === "Organization" ? { organization: json.owner } : {};
    return c.json({ ...json, ...organization, language: await mainLanguage(repo) });
  });
  app.get("/repos/:owner/:repo/topics", async (c) => c.json({ names: (await requireRepo(c)).record.topics }));
}
