/** Where a request came from, shortened before anything keeps it: addresses are personal data. */

const MAX_USER_AGENT = 256;
const MAX_CITY = 128;
const COUNTRY = /^[A-Z]{2}$/;
const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/;

/** The first `count` groups of 16 bits of an IPv6 address, `::` filled in; null for what is none. */
export function ipv6Groups(address: string, count: number): string | null {
  const [head = "", tail] = address.split("::");
  const start = head === "" ? [] : head.split(":");
  const end = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined ? start : [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill("0"), ...end];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const first = groups.slice(0, count).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(":")}::/${count * 16}`;
}

/** An address without its last part, for example `203.0.113.0/24`; null for what is no address. */
function networkOf(address: string | null): string | null {
  if (address === null) return null;
  const [, first] = IPV4.exec(address) ?? [];
  return first === undefined ? ipv6Groups(address, 3) : `${first}.0/24`;
}

/** Facts of a request by Cloudflare's own header and `cf` object: no other header counts, because anybody can send one. */
export function originOf(request: Request) {
  const place: object = request.cf ?? {};
  const [country, city]: unknown[] = [Reflect.get(place, "country"), Reflect.get(place, "city")];
  return {
    network: networkOf(request.headers.get("cf-connecting-ip")),
    country: typeof country === "string" && COUNTRY.test(country) ? country : null,
    city: typeof city === "string" ? city.slice(0, MAX_CITY) : null,
    userAgent: request.headers.get("user-agent")?.slice(0, MAX_USER_AGENT) ?? null,
  };
}
