import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { LocalContext } from "../context.ts";
import type { HookRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { pushPayload } from "../webhook-payloads.ts";
import { deliver, ping } from "../webhooks.ts";
import { permissionsOf, requireRepo, requireScope, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound, validationFailed } from "./errors.ts";
import { hookJson } from "./hook-json.ts";
import { paginate } from "./pagination.ts";

const ROOT = "/repos/:owner/:repo/hooks";
const MAX_HOOKS_PER_EVENT = 20;
const NO_ANSWER_YET = { code: null, status: "unused", message: null };

const Config = z.object({
  url: z.string().optional(),
  content_type: z.enum(["json", "form"]).optional(),
  secret: z.string().optional(),
  insecure_ssl: z.union([z.string(), z.number()]).optional(),
});
const Create = z.object({
  name: z.string().optional(),
  active: z.boolean().optional(),
  events: z.array(z.string()).optional(),
  config: Config.optional(),
});
const Update = z.object({
  active: z.boolean().optional(),
  events: z.array(z.string()).optional(),
  add_events: z.array(z.string()).optional(),
  remove_events: z.array(z.string()).optional(),
  config: Config.optional(),
});

type ConfigFields = Pick<HookRecord, "url" | "contentType" | "secret" | "insecureSsl">;
export type Access = "read" | "write" | "admin";

/** Only administrators see hooks; to all others they are not there. */
async function requireHooks(c: LocalC, access: Access): Promise<Repo> {
  const repo = await requireRepo(c);
  requireScope(c, `${access}:repo_hook`, "repo", ...(repo.record.private ? [] : ["public_repo"]));
  if (!permissionsOf(c, repo).admin) throw notFound();
  return repo;
}

export async function requireHook(c: LocalC, access: Access): Promise<{ repo: Repo; hook: HookRecord }> {
  const repo = await requireHooks(c, access);
  const { hooks } = c.var.local.state;
  const hook = hooks.find(({ id, repoId }) => String(id) === c.req.param("hookId") && repoId === repo.record.id);
  if (!hook) throw notFound();
  return { repo, hook };
}

/** A new `config` replaces the old one whole: a secret that is not sent again is gone, as on GitHub. */
function readConfig(config: z.infer<typeof Config> | undefined): ConfigFields {
  const address = config?.url ?? "";
  if (address === "")
    throw validationFailed([{ resource: "Hook", code: "custom", message: "Config must contain URL for webhooks" }]);
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
    throw validationFailed([{ resource: "Hook", code: "custom", field: "url", message: "url is not a valid URL" }]);
  }
  return {
    url: address,
    contentType: config?.content_type ?? "form",
    secret: config?.secret || null,
    insecureSsl: String(config?.insecure_ssl) === "1" ? "1" : "0",
  };
}

function readEvents(events: string[]): string[] {
  const unknown = events.filter((event) => !/^(\*|[a-z_]+)$/.test(event));
  if (unknown.length > 0 || events.length === 0) {
    throw validationFailed([{ resource: "Hook", code: "invalid", field: "events" }]);
  }
  return [...new Set(events)];
}

function refuseDuplicate({ state }: LocalContext, hook: Pick<HookRecord, "id" | "repoId" | "url" | "events">): void {
  const others = state.hooks.filter(({ id, repoId }) => repoId === hook.repoId && id !== hook.id);
  const isSame = (other: HookRecord) =>
    other.url === hook.url && other.events.some((event) => hook.events.includes(event));
  if (others.some(isSame)) {
    throw validationFailed([{ resource: "Hook", code: "custom", message: "Hook already exists on this repository" }]);
  }
  for (const event of hook.events) {
    if (others.filter(({ events }) => events.includes(event)).length < MAX_HOOKS_PER_EVENT) continue;
    const message = `The "${event}" event cannot have more than ${MAX_HOOKS_PER_EVENT} hooks`;
    throw validationFailed([{ resource: "Hook", code: "custom", message }]);
  }
}

async function create(c: LocalC) {
  const repo = await requireHooks(c, "write");
  const { local } = c.var;
  const body = await readBody(c, Create);
  const at = local.clock.now();
  const hook: HookRecord = {
    id: local.state.nextId(),
    repoId: repo.record.id,
    ...readConfig(body.config),
    events: readEvents(body.events ?? ["push"]),
    active: body.active ?? true,
    createdAt: at,
    updatedAt: at,
    lastResponse: NO_ANSWER_YET,
  };
  refuseDuplicate(local, hook);
  local.state.hooks.push(hook);
  local.state.save();
  ping(local, { repo, hook, user: requireUser(c) });
  return c.json(hookJson(local, repo, hook), 201, { location: hookJson(local, repo, hook).url });
}

async function update(c: LocalC) {
  const { repo, hook } = await requireHook(c, "write");
  const { local } = c.var;
  const body = await readBody(c, Update);
  const removed = new Set(body.remove_events);
  const events = [...(body.events ?? hook.events), ...(body.add_events ?? [])].filter((event) => !removed.has(event));
  const changed = { ...hook, ...(body.config ? readConfig(body.config) : {}), events: readEvents(events) };
  refuseDuplicate(local, changed);
  Object.assign(hook, changed, { active: body.active ?? hook.active, updatedAt: local.clock.now() });
  local.state.save();
  return c.json(hookJson(local, repo, hook));
}

async function remove(c: LocalC) {
  const { hook } = await requireHook(c, "admin");
  const { state } = c.var.local;
  state.hooks = state.hooks.filter(({ id }) => id !== hook.id);
  state.deliveries = state.deliveries.filter(({ hookId }) => hookId !== hook.id);
  state.save();
  return c.body(null, 204);
}

/** Sends the latest push of the default branch to the hook, when it asks for pushes. */
async function test(c: LocalC) {
  const { repo, hook } = await requireHook(c, "read");
  const { local } = c.var;
  const ref = `refs/heads/${repo.record.defaultBranch}`;
  const head = repo.view.refs.get(ref);
  if (!head || !hook.events.includes("push")) return c.body(null, 204);
  const change = { ref, before: head, after: head };
  const payload = JSON.stringify(await pushPayload(local, { repo, change, user: requireUser(c) }));
  deliver(local, { hook, guid: randomUUID(), event: "push", payload, redelivery: false });
  return c.body(null, 204);
}

/** The hooks of a repository. */
export function hooks(app: LocalApp): void {
  app.get(ROOT, async (c) => {
    const repo = await requireHooks(c, "read");
    const { local } = c.var;
    const own = local.state.hooks.filter(({ repoId }) => repoId === repo.record.id);
    return c.json(paginate(c, own).map((hook) => hookJson(local, repo, hook)));
  });
  app.post(ROOT, create);
  app.get(`${ROOT}/:hookId`, async (c) => {
    const { repo, hook } = await requireHook(c, "read");
    return c.json(hookJson(c.var.local, repo, hook));
  });
  app.patch(`${ROOT}/:hookId`, update);
  app.delete(`${ROOT}/:hookId`, remove);
  app.post(`${ROOT}/:hookId/pings`, async (c) => {
    const { repo, hook } = await requireHook(c, "read");
    ping(c.var.local, { repo, hook, user: requireUser(c) });
    return c.body(null, 204);
  });
  app.post(`${ROOT}/:hookId/tests`, test);
}
