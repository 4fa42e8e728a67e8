/** Secrets where nobody expects them: somebody pastes one into the wrong place of a request. */
import { randomBytes } from "node:crypto";
import type { Person } from "./person.ts";
import type { Stage } from "./stage.ts";

type Planting = (canary: string) => Promise<unknown>;
type Places = Readonly<Record<string, Planting>>;

/** Requests of nobody, whose answers are remembered too. */
function rawOf(stage: Stage, person: Person) {
  return async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, stage.workerd.url), { redirect: "manual", ...init });
    person.heard.push(`${JSON.stringify([...response.headers])}\n${await response.text()}`);
  };
}

/** In addresses and headers. */
function outsideOf(stage: Stage, person: Person): Places {
  const get = (path: string, headers: Record<string, string> = {}) => person.ask("GET", path, { headers });
  const raw = rawOf(stage, person);
  return {
    "a query": (text) => get(`/api/repositories?access_token=${text}`),
    "a query's name": (text) => get(`/api/repositories?${text}=1`),
    "a known query": (text) => get(`/api/repositories?cursor=${text}`),
    "a path": (text) => get(`/api/repositories/${text}`),
    "an unknown path": (text) => get(`/${text}/.env`),
    "a header": (text) => get("/api/auth/me", { "x-api-key": text }),
    "a bearer token": (text) => get("/api/repositories", { authorization: `Bearer ado_${text}` }),
    "basic credentials": (text) => get("/api/repositories", { authorization: `Basic ${text}` }),
    "a cookie": (text) => get("/api/auth/me", { cookie: `session=${text}` }),
    "a cookie of ours": (text) => raw("/api/auth/me", { headers: { cookie: `__Host-ado_at=${text}` } }),
    "a refresh cookie": (text) =>
      raw("/api/auth/refresh", {
        method: "POST",
        headers: { cookie: `__Host-ado_rt=${text}`, "sec-fetch-site": "same-origin", "x-ado-request": "1" },
      }),
    "a referrer": (text) => raw("/api/auth/status", { headers: { referer: `https://x.test/?key=${text}` } }),
    "an origin": (text) => raw("/api/auth/signout", { method: "POST", headers: { origin: `https://${text}.test` } }),
    "a correlation id": (text) => raw("/api/auth/status", { headers: { "x-request-id": text } }),
    "an OAuth code": (text) => raw(`/api/auth/callback?code=${text}&state=${text}`),
    "an OAuth error": (text) => raw(`/api/auth/callback?error=access_denied&error_description=${text}`),
    "a WebSocket": async (text) => {
      const socket = person.listen(`/api/live?since=0&token=${text}`, { "sec-websocket-protocol": text });
      await new Promise((resolve) => {
        socket.onopen = socket.onclose = resolve;
      });
      socket.close();
    },
  };
}

/** In bodies. */
function insideOf(stage: Stage, person: Person): Places {
  const send = (method: string, path: string, body: unknown) => person.ask(method, path, { body });
  const raw = rawOf(stage, person);
  return {
    "a body's field": (text) => send("POST", "/api/tokens", { name: "x", scopes: ["read"], token: text }),
    "a body's name": (text) => send("POST", "/api/tokens", { [text]: 1 }),
    "a body's value": (text) => send("PUT", "/api/ai/settings", { order: [text] }),
    "a body that is no JSON": (text) => send("POST", "/api/tokens", `{"token": ${text}`),
    "a repository's name": (text) => send("POST", "/api/repositories/connect", { repositories: [`dev/${text}/x`] }),
    "a key that is refused": (text) => send("PUT", "/api/ai/keys/gemini", { key: `refused-${text}`, plan: "paid" }),
    "a key of an unknown provider": (text) => send("PUT", `/api/ai/keys/${text}`, { key: text, plan: "paid" }),
    "a link of an invitation": (text) => send("POST", "/api/invitations/look", { token: text.padEnd(43, "0") }),
    "a signature of a webhook": (text) =>
      raw("/api/webhooks/github?org=x&repository=y&key=z", {
        method: "POST",
        headers: { "x-hub-signature-256": `sha256=${text}`, "content-type": "application/json" },
        body: JSON.stringify({ secret: text }),
      }),
    "a report of a browser": (text) =>
      raw("/api/csp-report", {
        method: "POST",
        headers: { "content-type": "application/csp-report" },
        body: JSON.stringify({
          "csp-report": { "violated-directive": "script-src", "document-uri": `https://x/?token=${text}` },
        }),
      }),
  };
}

/** Plants one in each place and answers with them by their place. */
export async function plantCanaries(stage: Stage, person: Person): Promise<ReadonlyMap<string, string>> {
  const planted = new Map<string, string>();
  for (const [place, plant] of Object.entries({ ...outsideOf(stage, person), ...insideOf(stage, person) })) {
    const canary = randomBytes(16).toString("hex");
    planted.set(place, canary);
    await plant(canary);
  }
  return planted;
}
