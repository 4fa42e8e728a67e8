import { requireScope, requireUser } from "./auth-context.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { paginate } from "./pagination.ts";
import { hasScope } from "./tokens.ts";
import { nodeId, privateUser, publicUser } from "./user-json.ts";

function emailsOf(c: LocalC) {
  const { login, email } = requireUser(c);
  return [
    { email, primary: true, verified: true, visibility: "private" },
    { email: `${login}@old.example.com`, primary: false, verified: false, visibility: null },
  ];
}

function organizationOf(c: LocalC, login: string) {
  const { state, urls } = c.var.local;
  const id = state.users.find((user) => user.login === login)?.id ?? 1;
  const url = `${urls.api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("Organization", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.web}/_avatars/${login}.svg`,
    description: null,
  };
}

/** The signed-in user: profile, email addresses and organizations, each as far as the token's scopes allow. */
export function user(app: LocalApp): void {
  app.get("/user", (c) => {
    const current = requireUser(c);
    c.set("acceptedScopes", []);
    const seesAll = hasScope(c.var.token, "read:user");
    return c.json(seesAll ? privateUser(c.var.local, current) : publicUser(c.var.local, current));
  });
  app.get("/user/emails", (c) => {
    requireScope(c, "user:email");
    return c.json(paginate(c, emailsOf(c)));
  });
  app.get("/user/orgs", (c) => {
    requireScope(c, "read:org", "user", "read:user", "repo");
    const organizations = requireUser(c).organizations.map((login) => organizationOf(c, login));
    return c.json(paginate(c, organizations));
  });
  app.get("/users/:login", (c) => {
    const wanted = c.req.param("login").toLowerCase();
    const found = c.var.local.state.users.find(({ login }) => login.toLowerCase() === wanted);
    if (!found) throw notFound();
    return c.json(publicUser(c.var.local, found));
  });
}
