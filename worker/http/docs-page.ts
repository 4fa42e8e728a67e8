import { html } from "hono/html";
import { PERMISSIONS } from "../permissions.ts";
import type { RouteSpec } from "./route-spec.ts";

/** A plain list of the API's routes; the whole contract is the document that it links to. */
export function docsPage(routes: readonly RouteSpec[]) {
  const rows = routes.map(
    ({ method, path, access, permission, summary }) => html`<tr>
      <td><code>${method.toUpperCase()} ${path}</code></td><td>${permission ? PERMISSIONS[permission].role : access}</td><td>${summary}</td>
    </tr>`,
  );
  return html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>AutoDevOps API</title></head>
  <body>
    <h1>AutoDevOps API</h1>
    <p>Errors are RFC 9457 problem documents. Lists take <code>cursor</code> and <code>limit</code>.
       The contract is <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
    <table><thead><tr><th>Route</th><th>Who</th><th>What</th></tr></thead><tbody>${rows}</tbody></table>
  </body>
</html>`;
}
