import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { DeliveryRecord } from "../records.ts";

const MS_PER_SECOND = 1000;

/** A delivery as the list shows it; its duration is in seconds. */
export function deliveryItem(delivery: DeliveryRecord) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: isoSeconds(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.durationMs / MS_PER_SECOND,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: null,
    repository_id: delivery.repoId,
    throttled_at: null,
  };
}

/** A delivery with what was sent and what came back. */
export function deliveryJson({ urls }: LocalContext, path: string, delivery: DeliveryRecord) {
  const { request, response } = delivery;
  return {
    ...deliveryItem(delivery),
    url: `${urls.api}${path}`,
    request: { headers: request.headers, payload: JSON.parse(request.payload) as unknown },
    response,
  };
}
