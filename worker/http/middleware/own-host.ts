import type { Config } from "../../config.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** The host, with its port, of an address that a `URL` or a `Request` gave: nothing in it is left to be normalized. */
function hostOf(address: string): string {
  const [, , host = ""] = address.split("/", 3);
  return host;
}

/** True for the canonical host, and on a laptop for any loopback name. `address` is one that a `URL` or a `Request` gave. */
export function isOwnHost({ publicUrl, isLocal }: Config, address: string): boolean {
  if (hostOf(address) === hostOf(publicUrl)) return true;
  return isLocal && LOOPBACK.includes(new URL(address).hostname);
}
