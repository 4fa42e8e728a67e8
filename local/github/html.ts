// The frame of every page of the local GitHub: plain HTML, one style sheet inside, no script, nothing from elsewhere.
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { LocalC } from "./env.ts";
import { PAGE_STYLE } from "./pages-style.ts";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageContent {
  title: string;
  body: Markup;
  status?: number;
  /** A narrow column in the middle, for one decision; wide pages show code. */
  narrow?: boolean;
}

const STYLE_HASH = createHash("sha256").update(PAGE_STYLE).digest("base64");
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;
// Forms carry a proof that this server made them; it need not outlive the process.
const FORM_KEY = randomBytes(32);

/** Answers one HTML page. Values inside `html` templates are escaped by them. */
export async function page(c: LocalC, { title, body, status = 200, narrow = false }: PageContent): Promise<Response> {
  const home = `${c.var.local.urls.web}/`;
  const content = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local GitHub</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<header><a href="${home}"><strong>Local GitHub</strong></a> <span class="quiet">a stand-in on this computer, not github.com</span></header>
<main${narrow ? raw(' class="narrow"') : ""}>
${body}
</main>
</body>
</html>`;
  return c.newResponse(content.toString(), status as 200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
}

/** One sentence that says what is wrong, one that says what to do. */
export function problemPage(c: LocalC, status: number, [title, advice]: [title: string, advice: string]) {
  return page(c, { status, title, narrow: true, body: html`<h1>${title}</h1><p>${advice}</p>` });
}

function formToken(purpose: string): string {
  return createHmac("sha256", FORM_KEY).update(purpose).digest("base64url");
}

/** The hidden field that `isOwnForm` looks for. `purpose` names the one action that the form may do. */
export function formProof(purpose: string): Markup {
  return html`<input type="hidden" name="authenticity_token" value="${formToken(purpose)}">`;
}

/** False for a form that another site made up. */
export function isOwnForm(token: unknown, purpose: string): boolean {
  const expected = Buffer.from(formToken(purpose));
  const given = Buffer.from(typeof token === "string" ? token : "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
