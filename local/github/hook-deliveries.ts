import type { LocalContext } from "../context.ts";
import type { DeliveryRecord, HookRecord } from "../records.ts";
import { deliver } from "../webhooks.ts";
import { deliveryItem, deliveryJson } from "./delivery-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound } from "./errors.ts";
import { type Access, requireHook } from "./hooks.ts";
import { readPage } from "./pagination.ts";

const ROOT = "/repos/:owner/:repo/hooks/:hookId/deliveries";

function deliveriesOf({ state }: LocalContext, hook: HookRecord): DeliveryRecord[] {
  return state.deliveries.filter(({ hookId }) => hookId === hook.id).toReversed();
}

async function listDeliveries(c: LocalC) {
  const { hook } = await requireHook(c, "read");
  const { perPage } = readPage(c);
  const cursor = c.req.query("cursor");
  const all = deliveriesOf(c.var.local, hook);
  const start = cursor === undefined ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor);
  if (start === -1) throw new GithubError(400, "The cursor is not valid.");
  const next = all[start + perPage];
  if (next) {
    const url = new URL(`${c.var.local.urls.api}${c.req.path}`);
    url.search = new URLSearchParams({ per_page: String(perPage), cursor: `v1_${next.id}` }).toString();
    c.header("Link", `<${url.href}>; rel="next"`);
  }
  return c.json(all.slice(start, start + perPage).map(deliveryItem));
}

async function requireDelivery(c: LocalC, access: Access) {
  const { hook } = await requireHook(c, access);
  const delivery = deliveriesOf(c.var.local, hook).find(({ id }) => String(id) === c.req.param("deliveryId"));
  if (!delivery) throw notFound();
  return { hook, delivery };
}

async function redeliver(c: LocalC) {
  const { hook, delivery } = await requireDelivery(c, "write");
  const { guid, event, request } = delivery;
  deliver(c.var.local, { hook, guid, event, payload: request.payload, redelivery: true });
  return c.json({}, 202);
}

/** What became of the deliveries of a hook. */
export function hookDeliveries(app: LocalApp): void {
  app.get(ROOT, listDeliveries);
  app.get(`${ROOT}/:deliveryId`, async (c) => {
    const { delivery } = await requireDelivery(c, "read");
    return c.json(deliveryJson(c.var.local, c.req.path, delivery));
  });
  app.post(`${ROOT}/:deliveryId/attempts`, redeliver);
}
