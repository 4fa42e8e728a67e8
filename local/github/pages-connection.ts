import { html } from "hono/html";
import type { Client } from "../context.ts";
import type { GrantRecord } from "../records.ts";
import { revokeGrant } from "./applications.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { formProof, isOwnForm, page, problemPage } from "./html.ts";
import { scopeList } from "./oauth-pages.ts";

function connection(c: LocalC): { client: Client; grants: GrantRecord[] } | undefined {
  const { settings, state } = c.var.local;
  const client = settings.clients.find(({ id }) => id === c.req.param("clientId"));
  return client && { client, grants: state.grants.filter(({ clientId }) => clientId === client.id) };
}

function grantForm({ id }: Client, { login, scopes }: GrantRecord) {
  return html`<h2>Account ${login}</h2>
<p>It may:</p>
${scopeList(scopes)}
<form method="post" action="/settings/connections/applications/${id}">
${formProof(`revoke ${id} ${login}`)}<input type="hidden" name="login" value="${login}">
<div class="actions"><button class="danger">Revoke access</button></div>
</form>`;
}

function missing(c: LocalC) {
  return problemPage(c, 404, ["There is no such application", "Open this page from the settings of the application."]);
}

function show(c: LocalC) {
  const found = connection(c);
  if (!found) return missing(c);
  const { client, grants } = found;
  const none = html`<p>${client.name} has no access. Sign in there to grant it again.</p>`;
  const body = html`<h1>${client.name}</h1>${grants.length === 0 ? none : grants.map((grant) => grantForm(client, grant))}`;
  return page(c, { title: client.name, narrow: true, body });
}

async function revoke(c: LocalC) {
  const found = connection(c);
  if (!found) return missing(c);
  const form = await c.req.parseBody();
  const login = String(form.login);
  if (!isOwnForm(form.authenticity_token, `revoke ${found.client.id} ${login}`)) {
    return problemPage(c, 422, ["This form is no longer valid", "Open the page again and repeat."]);
  }
  revokeGrant(c.var.local, { clientId: found.client.id, login });
  return c.redirect(c.req.path, 303);
}

/** Where users see what an application may do, and take it back. */
export function connectionPages(app: LocalApp): void {
  app.get("/settings/connections/applications/:clientId", show);
  app.post("/settings/connections/applications/:clientId", revoke);
}
