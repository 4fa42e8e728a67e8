import type { LocalApp } from "./env.ts";

/** What clients ask to find out where they are. */
export function meta(app: LocalApp): void {
  app.get("/meta", (c) =>
    c.json({
      verifiable_password_authentication: false,
      hooks: ["127.0.0.1/32", "::1/128"],
      web: ["127.0.0.1/32"],
      api: ["127.0.0.1/32"],
      git: ["127.0.0.1/32"],
    }),
  );
  app.get("/emojis", (c) => c.json({ "+1": `${c.var.local.urls.web}/_emojis/1f44d.png` }));
}
