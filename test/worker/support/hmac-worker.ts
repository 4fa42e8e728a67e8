/** What no product in workerd can do without: reads the body, checks its signature, parses it and answers. */
import { readConfig } from "../../../worker/config.ts";
import { createHookSecrets } from "../../../worker/platform/hook-secrets.ts";
import { signedBy } from "../../../worker/services/webhooks/verify-delivery.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

let hookSecrets: ReturnType<typeof createHookSecrets> | undefined;

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  async fetch(request, env) {
    hookSecrets ??= createHookSecrets(readConfig(env).encryption);
    const place = new URL(request.url).searchParams;
    const textOf = (name: string) => place.get(name) ?? undefined;
    const body = new Uint8Array(await request.arrayBuffer());
    const signature = request.headers.get("x-hub-signature-256") ?? undefined;
    const address = { orgId: textOf("org"), repositoryId: textOf("repository"), key: textOf("key") };
    if (!(await signedBy({ hookSecrets }, { ...address, body, signature }))) return new Response(null, { status: 401 });
    const { after } = JSON.parse(new TextDecoder().decode(body)) as { after: string };
    return Response.json({ outcome: "queued", job_id: after }, { status: 202 });
  },
} satisfies ExportedHandler<Env>;
