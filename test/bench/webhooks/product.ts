/** Our side: workerd with connected repositories, an organization each, so that every delivery's job goes into the queue. */
import { fileURLToPath } from "node:url";
import { createHookSecrets } from "../../../worker/platform/hook-secrets.ts";
import { type DirectWorker, SAMPLE_SECRETS, startDirect } from "../../support/direct-worker.ts";
import { type Delivery, delivery, pushPayload } from "./payload.ts";

const KEY = "test1.1";
const KEYS = new Map(
  Object.entries(JSON.parse(SAMPLE_SECRETS.ENCRYPTION_KEYS) as Record<string, string>).map(
    ([kid, key]) => [kid, new Uint8Array(Buffer.from(key, "base64"))] as const,
  ),
);
const secrets = createHookSecrets({ keys: KEYS, activeKid: SAMPLE_SECRETS.ENCRYPTION_ACTIVE_KID });
const ENTRIES = {
  product: new URL("../../../worker/index.ts", import.meta.url),
  /** Takes messages from the queue and runs no job, as nobody runs the peers' jobs. */
  real: new URL("../../worker/support/ingest-worker.ts", import.meta.url),
  /** Checks signatures and answers: none of the product's other code. */
  hmac: new URL("../../worker/support/hmac-worker.ts", import.meta.url),
  instant: new URL("../../worker/support/instant-worker.ts", import.meta.url),
};
const LOCAL = "http://127.0.0.1:9";

const idOf = (kind: string, index: number) => `01900000-0000-7000-${kind}-${String(index).padStart(12, "0")}`;

export type Product = {
  readonly worker: DirectWorker;
  /** A new push to each of the repositories. */
  pushes(): Promise<Delivery[]>;
  /** Ends all jobs, as if they had run: the next push makes a new one. */
  endJobs(): Promise<void>;
};

/** Starts the Worker, as it is, or running no job, with its real stores or with such that answer at once; and so many repositories. */
export async function startProduct(stores: keyof typeof ENTRIES, repositories: number): Promise<Product> {
  const worker = await startDirect({
    entry: fileURLToPath(ENTRIES[stores]),
    // The simulator drops messages that nobody takes. By the hundred, a round's, they cost nearly nothing.
    ...(stores !== "product" && { messagesAtOnce: 100 }),
    variables: { ...SAMPLE_SECRETS, GITHUB_API_URL: LOCAL, GITHUB_WEB_URL: LOCAL },
  });
  const numbers = Array.from({ length: repositories }, (_, index) => index);
  await seed(worker, numbers);
  const bodies = numbers.map((index) => pushPayload({ githubId: index + 1, fullName: `acme/service-${index}` }));
  const places = await Promise.all(numbers.map(placeOf));
  return {
    worker,
    pushes: async () => places.map((place, index) => delivery(place, bodies[index] ?? "")),
    endJobs: async () => {
      const ended =
        "update jobs set state = 'completed', coalesce_key = null, finished_at = 1 where finished_at is null";
      await worker.database.prepare(ended).run();
    },
  };
}

async function placeOf(index: number) {
  const [orgId, repositoryId] = [idOf("8000", index), idOf("9000", index)];
  const secret = (await secrets.secretOf(KEY, { orgId, repositoryId })) ?? "";
  const path = `/api/webhooks/github?org=${orgId}&repository=${repositoryId}&key=${KEY}`;
  return { path, secret, hookId: index + 1 };
}

async function seed({ database }: DirectWorker, numbers: readonly number[]): Promise<void> {
  const rows = `(select value as i, '01900000-0000-7000-8000-' || printf('%012d', value) as org,
                        '01900000-0000-7000-9000-' || printf('%012d', value) as repo
                 from json_each('${JSON.stringify(numbers)}'))`;
  const statements = [
    "insert into users (id, github_id, login, created_at, updated_at) values ('u', 1, 'dev', 0, 0)",
    `insert into organizations (id, name, created_at) select org, 'Acme ' || i, 0 from ${rows}`,
    `insert into repositories (id, org_id, github_id, owner, name, full_name, is_private, is_archived, is_fork, default_branch,
       html_url, state, connected_by, hook_id, hook_key, connected_at, updated_at)
     select repo, org, i + 1, 'acme', 'service-' || i, 'acme/service-' || i, 0, 0, 0, 'main', 'https://example.com', 'connected', 'u',
       i + 1, '${KEY}', 0, 0 from ${rows}`,
  ];
  await database.batch(statements.map((sql) => database.prepare(sql)));
}
