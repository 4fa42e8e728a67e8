/** The only place that talks to the API. Typed by the Worker's own routes; failures are `ApiProblem`s. */
import { hc } from "hono/client";
import type { Api } from "../../worker/http/app.ts";
import { noAnswer, problemOf } from "./problem.ts";

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;
type AnyFetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

export type ApiFetchOptions = {
  readonly fetch: Fetch;
  readonly isOnline: () => boolean;
  /** Called when the session is over and could not be renewed. */
  readonly onSignedOut: () => void;
  /** Id of the organization that the page shows; undefined while it shows none. */
  readonly shownOrganization: () => string | undefined;
  /** Called when a change was refused because the session works in another organization by now. */
  readonly onMoved: () => void;
};

const REFRESH_PATH = "/api/auth/refresh";
/** Answers 401 to tell that nobody is signed in, which is no reason to leave the page. */
const QUIET_PATHS = ["/api/auth/status", REFRESH_PATH];

/** Code of the refusal of a change that was meant for another organization. */
const MOVED = "organization_changed";

function isUnsafe(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Makes the fetch of this site: marks unsafe requests as ours and renews an expired session once, silently. */
export function createApiFetch(options: ApiFetchOptions): Fetch {
  let renewal: Promise<boolean> | undefined;

  async function send(input: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (isUnsafe(init.method ?? "GET")) {
      headers.set("X-ADO-Request", "1");
      const shown = options.shownOrganization();
      if (shown !== undefined) headers.set("X-ADO-Organization", shown);
    }
    try {
      return await options.fetch(input, { ...init, headers, credentials: "same-origin" });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw noAnswer(options.isOnline());
    }
  }

  /** One renewal serves every request that is waiting for it. */
  function renew(): Promise<boolean> {
    renewal ??= send(REFRESH_PATH, { method: "POST" })
      .then((response) => response.ok)
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  }

  return async (input, init = {}) => {
    const response = await send(input, init);
    if (response.status === 409 && (await problemOf(response.clone(), Date.now())).code === MOVED) options.onMoved();
    if (response.status !== 401 || QUIET_PATHS.some((path) => input.startsWith(path))) return response;
    if (await renew()) {
      const again = await send(input, init);
      if (again.status !== 401) return again;
    }
    options.onSignedOut();
    return response;
  };
}

/** Address of the welcome page that brings the reader back to `path` after signing in. */
export function welcomePath(path: string): string {
  return path === "/" ? "/welcome" : `/welcome?${new URLSearchParams({ return_to: path })}`;
}

let shownOrganization: string | undefined;

/** From now on changes are meant for this organization: the API refuses them when the session works in another. */
export function showOrganization(id: string): void {
  shownOrganization = id;
}

const apiFetch = createApiFetch({
  shownOrganization: () => shownOrganization,
  onMoved: () => location.assign("/"),
  fetch: (input, init) => fetch(input, init),
  isOnline: () => navigator.onLine,
  onSignedOut: () => {
    if (location.pathname !== "/welcome") location.replace(welcomePath(location.pathname + location.search));
  },
});

// The client builds its addresses itself, as strings.
export const api = hc<Api>("/", { fetch: apiFetch as AnyFetch });

type Answer<T> = { readonly ok: boolean; readonly status: number; json(): Promise<T> };

/** The JSON of a success; throws `ApiProblem` for anything else. */
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call;
  if (answer.ok) return await answer.json();
  throw await problemOf(answer as unknown as Response, Date.now());
}

/** For what answers without a body. */
export async function done(call: Promise<{ readonly ok: boolean }>): Promise<void> {
  const answer = await call;
  if (!answer.ok) throw await problemOf(answer as unknown as Response, Date.now());
}

type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };
const PAGE_LIMIT = 20;

/** Reads a keyset-paged list to its end, at most 20 pages. */
export async function readAll<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGE_LIMIT; page++) {
    const { items: more, next_cursor } = await load(cursor);
    items.push(...more);
    if (next_cursor === null) break;
    cursor = next_cursor;
  }
  return items;
}
