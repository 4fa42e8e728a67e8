/** A browser, as far as sign-in needs one: cookies, and redirects that are followed by hand. */

const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1" };
/** A connection that the other side closes while it idles would fail the next request. */
const FRESH = { connection: "close" };
const COOKIE = /^([^=]+)=([^;]*)/;

export class Visitor {
  readonly url: string;
  readonly cookies: Map<string, string>;

  constructor(url: string, cookies: Iterable<readonly [string, string]> = []) {
    this.url = url;
    this.cookies = new Map(cookies);
  }

  /** Somebody else with the same cookies: a thief. */
  copy(): Visitor {
    return new Visitor(this.url, this.cookies);
  }

  async get(path: string): Promise<Response> {
    return this.#send(path, {});
  }

  /** As our own pages change something. */
  async send(method: "POST" | "DELETE", path: string): Promise<Response> {
    return this.#send(path, { method, headers: OWN_PAGE });
  }

  async isSignedIn(): Promise<boolean> {
    const { status } = await this.get("/api/auth/me");
    if (status !== 200 && status !== 401) throw new Error(`Who is signed in was answered with ${status}.`);
    return status === 200;
  }

  /** Goes to sign in: GitHub's consent page for this browser. */
  async begin(query = ""): Promise<URL> {
    const response = await this.get(`/api/auth/github${query}`);
    return new URL(response.headers.get("location") ?? "");
  }

  /** The whole way, without anybody in between. */
  async signIn(login: string): Promise<void> {
    const { status } = await this.get(await consent(await this.begin(), login));
    if (status !== 303 || !(await this.isSignedIn())) throw new Error(`${login} cannot sign in: ${status}.`);
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers({ ...FRESH, ...(init.headers as Record<string, string> | undefined) });
    headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = COOKIE.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** Says yes on the consent page as `login`. Gives the path that GitHub sends the browser to; "" when it sends it nowhere. */
export async function consent(authorizeUrl: URL, login: string): Promise<string> {
  const url = new URL(authorizeUrl);
  url.searchParams.set("auto", "1");
  url.searchParams.set("login", login);
  const { headers } = await fetch(url, { redirect: "manual", headers: FRESH });
  const location = headers.get("location");
  if (location === null) return "";
  const { pathname, search } = new URL(location);
  return pathname + search;
}
