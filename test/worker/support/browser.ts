import { env } from "cloudflare:workers";
import { send } from "./as.ts";

/** Cookies and redirects as a browser has them, with every `Set-Cookie` line kept for the tests to read. */
export class Browser {
  readonly #jar = new Map<string, string>();
  /** Every `Set-Cookie` line so far. */
  readonly setCookies: string[] = [];

  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  value(name: string): string | undefined {
    return this.#jar.get(name);
  }

  set(name: string, value: string): void {
    this.#jar.set(name, value);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#jar.size > 0) headers.set("cookie", this.cookie);
    const response = await send(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    this.setCookies.push(line);
    const [pair = ""] = line.split(";");
    const [name = "", ...value] = pair.split("=");
    if (line.includes("Max-Age=0")) this.#jar.delete(name);
    else this.#jar.set(name, value.join("="));
  }
}

/** Goes to GitHub's consent page, says yes as `login`, and gives the address that GitHub sends the browser back to. */
async function consentAt(authorizeUrl: string, login = "dev"): Promise<string> {
  const url = new URL(authorizeUrl);
  url.searchParams.set("auto", "1");
  url.searchParams.set("login", login);
  const response = await fetch(url, { redirect: "manual" });
  return response.headers.get("location") ?? `${env.PUBLIC_URL}/no-location`;
}

/** A whole sign-in up to GitHub's redirect back, which `callback` is. `spoil` is done to the address on the way there. */
export async function goToGithub(
  browser: Browser,
  options: { query?: string; login?: string; spoil?: (authorizeUrl: URL) => void } = {},
) {
  const start = await browser.fetch(`/api/auth/github${options.query ?? ""}`);
  const authorizeUrl = new URL(start.headers.get("location") ?? "");
  options.spoil?.(authorizeUrl);
  const back = new URL(await consentAt(authorizeUrl.href, options.login));
  return { start, authorizeUrl, callback: `${back.pathname}${back.search}` };
}

/** A browser that is signed in. */
export async function signedInBrowser(options: { query?: string; login?: string } = {}): Promise<Browser> {
  const browser = new Browser();
  const { callback } = await goToGithub(browser, options);
  await browser.fetch(callback);
  return browser;
}
