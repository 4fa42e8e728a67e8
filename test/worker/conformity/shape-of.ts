const VOLATILE = /^(?:x-correlation-id|x-request-id|ratelimit.*|date)$/;

/** Status, headers and body without what differs from request to request. */
export async function shapeOf(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => !VOLATILE.test(name));
  const body = (await response.text()).replace(/"correlation_id":"[^"]+"/, "");
  return JSON.stringify({ status: response.status, headers, body });
}
