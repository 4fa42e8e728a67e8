/** Everything that touches a secret, done once by people over the API. */
import { randomBytes } from "node:crypto";
import { pipeline } from "../../jobs/world.ts";
import { Person } from "./person.ts";
import type { Stage } from "./stage.ts";

type Document = { paths: Record<string, Record<string, unknown>> };
type Connected = { items: { full_name: string; repository_id: string | null }[] };
type Analyses = { items: { id: string; phase: string; ai_status: string }[] };
type Shown = { readonly secret: string };
type Invited = { readonly url: string };

export type Travelled = {
  readonly people: readonly Person[];
  readonly ownAiKey: string;
  readonly apiToken: string;
  readonly invitation: string;
  /** Answers of each kind that the journey cannot do without. */
  readonly reached: readonly string[];
};

const REPOSITORY = "dev/planted";

/** Two people: one owns everything, the other joins by a link. */
export async function travel(stage: Stage): Promise<Travelled> {
  const owner = await newPerson(stage, "dev");
  const guest = await newPerson(stage, "guest");
  const repositoryId = await connect(stage, owner);
  const socket = owner.listen("/api/live");
  const ownAiKey = `own-${randomBytes(20).toString("hex")}`;
  const key = await owner.ask("PUT", "/api/ai/keys/gemini", { body: { key: ownAiKey, plan: "paid" } });
  const analysis = await analyse(owner, repositoryId);
  const body = { name: "planted", scopes: ["read", "run", "publish", "manage", "audit"], expires_in_days: 1 };
  const { secret: apiToken } = await owner.need<Shown>("POST", "/api/tokens", { body, once: "secret" });
  const byToken = await owner.ask("GET", "/api/repositories", { headers: { authorization: `Bearer ${apiToken}` } });
  const { url } = await owner.need<Invited>("POST", "/api/invitations", { body: { role: "member" }, once: "url" });
  const invitation = new URL(url).hash.slice(1);
  await guest.ask("POST", "/api/invitations/look", { body: { token: invitation } });
  const joined = await guest.ask("POST", "/api/invitations/accept", { body: { token: invitation } });
  await stage.github.control("push", { repo: REPOSITORY, branch: "main", files: pipeline(2) });
  await owner.until<Analyses>(`/api/analysis/repository/${repositoryId}`, ({ items }) => items.length > 1);
  await readEverything(stage, owner, { repositoryId, analysisId: analysis.id });
  await exportEverything(owner);
  await operate(stage, owner);
  await echo(stage, owner);
  const refreshed = await owner.ask("POST", "/api/auth/refresh");
  await guest.ask("POST", "/api/auth/signout");
  socket.close();
  return {
    people: [owner, guest],
    ownAiKey,
    apiToken,
    invitation,
    reached: [
      `own key ${key.status}`,
      `token ${byToken.status}`,
      `joined ${joined.status}`,
      `refreshed ${refreshed.status}`,
      `AI ${analysis.ai_status}`,
    ],
  };
}

async function newPerson(stage: Stage, login: string): Promise<Person> {
  await stage.github.token({ login });
  const person = new Person(stage.workerd.url);
  await person.signIn(login);
  return person;
}

async function connect(stage: Stage, owner: Person): Promise<string> {
  await stage.github.control("create", { repo: REPOSITORY, files: { ...pipeline(1), "package.json": '{"name":"x"}' } });
  const { items } = await owner.need<Connected>("POST", "/api/repositories/connect", {
    body: { repositories: [REPOSITORY] },
  });
  const id = items[0]?.repository_id;
  if (!id) throw new Error(`Nothing was connected: ${JSON.stringify(items)}`);
  return id;
}

async function analyse(owner: Person, repositoryId: string) {
  const path = `/api/analysis/repository/${repositoryId}`;
  const isOver = ({ items }: Analyses) => items.some(({ phase }) => phase === "completed" || phase === "failed");
  const { items } = await owner.until<Analyses>(path, isOver);
  const [newest] = items;
  if (!newest) throw new Error("There is no analysis.");
  return newest;
}

/** Every route of the API's own description that only reads, with the ids that there are. */
async function readEverything(stage: Stage, owner: Person, ids: { repositoryId: string; analysisId: string }) {
  const { paths } = await owner.need<Document>("GET", "/api/openapi.json");
  const idOf = (path: string) => (path.includes("/analysis/{") ? ids.analysisId : ids.repositoryId);
  for (const [path, methods] of Object.entries(paths)) {
    if (!("get" in methods) || path.includes("/live") || path.includes("/auth/github")) continue;
    await owner.ask("GET", path.replace("{id}", idOf(path)).replace("{number}", "1"));
  }
  for (const path of ["/ready", "/health", "/metrics", `/metrics?token=${stage.variables.METRICS_TOKEN}`])
    await owner.ask("GET", path);
  await owner.ask("GET", "/metrics", { headers: { authorization: `Bearer ${stage.variables.METRICS_TOKEN}` } });
}

async function exportEverything(owner: Person): Promise<void> {
  await owner.ask("POST", "/api/orgs/current/export", { body: {} });
  await owner.ask("POST", "/api/orgs/current/export");
  for (const format of ["csv", "json"]) await owner.ask("POST", "/api/audit/export", { body: { format } });
}

async function operate(stage: Stage, owner: Person): Promise<void> {
  const { OPERATOR_TOKEN: token } = stage.variables;
  for (const authorization of [`Bearer ${token}`, `Basic ${token}`, token]) {
    await owner.ask("GET", "/api/operator/encryption", { headers: { authorization } });
    await owner.ask("POST", "/api/operator/encryption/rotate", { headers: { authorization } });
  }
  await owner.ask("POST", "/api/encryption/rotate");
}

/** A GitHub that says the token again in its errors. */
async function echo({ github, wiretap }: Stage, owner: Person): Promise<void> {
  const [token = ""] = wiretap.tokens;
  for (const status of [400, 401, 403, 422, 500]) {
    const action = { status, body: { message: `Bad credentials: ${token}`, documentation_url: token } };
    await github.control("faults", { match: {}, times: 1, action });
    await owner.ask("GET", "/api/repositories/github");
  }
  await github.control("faults", {}, "DELETE");
}
