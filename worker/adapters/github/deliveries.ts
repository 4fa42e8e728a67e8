import * as z from "zod";
import { HookDeliveriesAnswer, instant, RepositoryAnswer } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import { badAnswer } from "./errors.ts";
import type { GithubPort, RepositoryName } from "./port.ts";
import { paramsOf } from "./repositories.ts";

type DeliveryMethods = Pick<GithubPort, "hookDeliveries" | "redeliver" | "repositorySince" | "pullsSince">;

const PAGE = 100;
/** Recently updated pull requests looked at: more do not move between two looks. */
const PULLS = 50;
const NOT_MODIFIED = 304;
const HOOK_ROUTE = "/repos/{owner}/{repo}/hooks/{hook_id}/deliveries";

const PullStates = z.array(
  z
    .object({
      number: z.int(),
      state: z.enum(["open", "closed"]),
      draft: z.boolean().default(false),
      merged_at: z.string().nullish(),
      created_at: instant,
      updated_at: instant,
      head: z.object({
        ref: z.string(),
        sha: z.string().regex(/^[0-9a-f]{40}$/),
        repo: z.object({ id: z.int() }).nullish(),
      }),
      base: z.object({ ref: z.string() }),
    })
    .transform(({ number, state, draft, merged_at, created_at, updated_at, head, base }) => {
      const closed = typeof merged_at === "string" ? ("merged" as const) : ("closed" as const);
      return {
        number,
        state: state === "open" ? ("open" as const) : closed,
        isDraft: draft,
        branch: head.ref,
        branchIn: head.repo?.id ?? null,
        headSha: head.sha,
        baseRef: base.ref,
        createdAt: created_at,
        updatedAt: updated_at,
      };
    }),
);

/** GitHub's own log of what it sent to a webhook, and questions that cost nothing while their answers stay the same. */
export function deliveryMethods(client: GithubClient): DeliveryMethods {
  return {
    hookDeliveries: (name, hookId, cursor) => listDeliveries(client, name, { hookId, cursor }),
    redeliver: async (name, hookId, deliveryId) => {
      const params = { ...paramsOf(name), hook_id: hookId, delivery_id: deliveryId };
      await client.send({ route: `POST ${HOOK_ROUTE}/{delivery_id}/attempts`, params });
    },
    repositorySince: (id, etag) =>
      readSince(client, RepositoryAnswer, { route: "GET /repositories/{id}", params: { id }, etag }),
    pullsSince: (name, etag) => {
      const params = { ...paramsOf(name), state: "all", sort: "updated", direction: "desc", per_page: PULLS };
      return readSince(client, PullStates, { route: "GET /repos/{owner}/{repo}/pulls", params, etag });
    },
  };
}

async function listDeliveries(
  client: GithubClient,
  name: RepositoryName,
  { hookId, cursor }: { hookId: number; cursor: string | null },
) {
  const params = { ...paramsOf(name), hook_id: hookId, per_page: PAGE, ...(cursor === null ? {} : { cursor }) };
  const answer = await client.send({ route: `GET ${HOOK_ROUTE}`, params, keepsLongIds: true });
  return { items: checked(HookDeliveriesAnswer, answer.body), next: nextCursor(answer.headers.link) };
}

/** GitHub names the next page in its `Link` header alone. */
function nextCursor(link = ""): string | null {
  const next = link.split(",").find((part) => /;\s*rel="?next"?/.test(part));
  const url = /<([^>]+)>/.exec(next ?? "")?.[1];
  return url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get("cursor") : null;
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw badAnswer(parsed.error);
}

type Asking = { readonly route: string; readonly params: Record<string, unknown>; readonly etag: string | null };

async function readSince<T>(client: GithubClient, schema: z.ZodType<T>, { route, params, etag }: Asking) {
  const headers = etag === null ? {} : { headers: { "if-none-match": etag } };
  const answer = await client.send({ route, params: { ...params, ...headers }, allow: [NOT_MODIFIED] });
  if (answer.status === NOT_MODIFIED) return { value: null, etag };
  return { value: checked(schema, answer.body), etag: answer.headers.etag ?? null };
}
