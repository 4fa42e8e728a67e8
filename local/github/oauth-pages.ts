import { html } from "hono/html";
import type { LocalC } from "./env.ts";
import { formProof, page, problemPage } from "./html.ts";
import { AUTHORIZE_PARAMETERS, type AuthorizeInput, type AuthorizeRequest } from "./oauth-request.ts";
import { scopeMeaning } from "./oauth-scopes.ts";

/** What the consent form proves it may do: grant to this client, for this account, these scopes. */
export function consentPurpose(request: AuthorizeRequest): string {
  return ["consent", request.client.id, request.user.login, request.redirectUri, ...request.scopes].join("\n");
}

export function scopeList(scopes: string[]) {
  if (scopes.length === 0) return html`<p>It sees only what is public.</p>`;
  return html`<div class="card"><ul class="rows">
${scopes.map((scope) => html`<li>${scopeMeaning(scope)} <span class="quiet">${scope}</span></li>`)}
</ul></div>`;
}

export function consentPage(c: LocalC, input: AuthorizeInput, request: AuthorizeRequest) {
  const { client, user, scopes, redirectUri } = request;
  const kept = AUTHORIZE_PARAMETERS.filter((name) => input[name] !== undefined);
  return page(c, {
    title: `Authorize ${client.name}`,
    narrow: true,
    body: html`<h1>Authorize ${client.name}?</h1>
<p>You are signed in as <strong>${user.login}</strong>. ${client.name} asks for permission to:</p>
${scopeList(scopes)}
<form method="post" action="/login/oauth/authorize">
${kept.map((name) => html`<input type="hidden" name="${name}" value="${input[name]}">`)}
${formProof(consentPurpose(request))}
<div class="actions">
<button class="go" name="authorize" value="1">Authorize</button>
<button name="authorize" value="0">Cancel</button>
</div>
</form>
<p class="quiet">Either button takes you to ${new URL(redirectUri).origin}. You can take the permission back at any time.</p>`,
  });
}

export function unknownClientPage(c: LocalC) {
  const advice = "Check the client id in the settings of the application that sent you here.";
  return problemPage(c, 404, ["There is no such application", advice]);
}

export function badRedirectPage(c: LocalC, clientName: string) {
  const advice = `Register its address as a callback of ${clientName}, or open the application at its registered address.`;
  return problemPage(c, 400, ["The return address is not registered", advice]);
}
