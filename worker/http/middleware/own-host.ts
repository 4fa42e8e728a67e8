import type { Config } from "../../config.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** True for the canonical host, and on a laptop for any loopback name. */
export function isOwnHost(config: Config, url: URL): boolean {
  if (url.host === new URL(config.publicUrl).host) return true;
  return config.isLocal && LOOPBACK.includes(url.hostname);
}
