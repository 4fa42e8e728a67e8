/** The Worker for proofs, with a door for what no request can do: a statement on its database, and messages on its queues. */
import chaos from "./chaos-worker.ts";

export * from "./chaos-worker.ts";

type Statement = { readonly sql: string; readonly values?: readonly unknown[] };
type Sent = { readonly queue: string; readonly messages: readonly unknown[] };
type Bindings = Readonly<Record<string, unknown>>;

const WAYS: Readonly<Record<string, (request: Request, env: Env) => Promise<unknown>>> = {
  "/proof/sql": async (request, env) => {
    const { sql, values = [] } = (await request.json()) as Statement;
    const { results } = await env.DB.prepare(sql)
      .bind(...values)
      .run();
    return results;
  },
  "/proof/queue": async (request, env) => {
    const { queue, messages } = (await request.json()) as Sent;
    for (const message of messages) await ((env as unknown as Bindings)[queue] as Queue).send(message);
    return messages.length;
  },
};

/** There are no pages and no vocabularies: tokens are estimated then. */
const ASSETS = { fetch: async () => new Response(null, { status: 404 }) } as unknown as Env["ASSETS"];
const withAssets = (env: Env): Env => ({ ...env, ASSETS });

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  async fetch(request, env, ctx) {
    const way = WAYS[new URL(request.url).pathname];
    return way ? Response.json(await way(request, env)) : chaos.fetch(request, withAssets(env), ctx);
  },
  queue: (batch, env, ctx) => chaos.queue(batch, withAssets(env), ctx),
  scheduled: (controller, env, ctx) => chaos.scheduled(controller, withAssets(env), ctx),
} satisfies ExportedHandler<Env>;
