/**
 * Hosts at which anybody may collect what others send, without an account or for a minute: request catchers, tunnels, drops for
 * texts and files. Each was seen in reports on stolen credentials or says of itself that it shows what arrives.
 */
interface CollectingHost {
  /** The host; its subdomains count too. */
  readonly host: string;
  readonly kind: "request catcher" | "tunnel" | "drop";
  readonly source: string;
  /** The day on which the source was read. */
  readonly seen: string;
}

const ROWS = `
webhook.site|request catcher|https://docs.webhook.site/
m.pipedream.net|request catcher|https://pipedream.com/requestbin
requestcatcher.com|request catcher|https://requestcatcher.com/
beeceptor.com|request catcher|https://beeceptor.com/docs/
burpcollaborator.net|request catcher|https://portswigger.net/burp/documentation/collaborator
oastify.com|request catcher|https://portswigger.net/burp/documentation/collaborator
interact.sh|request catcher|https://github.com/projectdiscovery/interactsh
oast.pro|request catcher|https://github.com/projectdiscovery/interactsh
oast.live|request catcher|https://github.com/projectdiscovery/interactsh
oast.site|request catcher|https://github.com/projectdiscovery/interactsh
oast.online|request catcher|https://github.com/projectdiscovery/interactsh
oast.fun|request catcher|https://github.com/projectdiscovery/interactsh
oast.me|request catcher|https://github.com/projectdiscovery/interactsh
ngrok.io|tunnel|https://ngrok.com/docs/
ngrok.app|tunnel|https://ngrok.com/docs/
ngrok-free.app|tunnel|https://ngrok.com/docs/
ngrok-free.dev|tunnel|https://ngrok.com/docs/
trycloudflare.com|tunnel|https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/do-more-with-tunnels/trycloudflare/
loca.lt|tunnel|https://theboroer.github.io/localtunnel-www/
serveo.net|tunnel|https://serveo.net/
pastebin.com|drop|https://pastebin.com/doc_api
termbin.com|drop|https://termbin.com/
paste.rs|drop|https://paste.rs/
ix.io|drop|http://ix.io/
0x0.st|drop|https://0x0.st/
transfer.sh|drop|https://github.com/dutchcoders/transfer.sh
file.io|drop|https://www.file.io/
`;

export const COLLECTING_HOSTS: readonly CollectingHost[] = ROWS.trim()
  .split("\n")
  .map((row) => {
    const [host = "", kind, source = ""] = row.split("|");
    return { host, kind: kind as CollectingHost["kind"], source, seen: "2026-11-21" };
  });

const HOSTS: ReadonlySet<string> = new Set(COLLECTING_HOSTS.map(({ host }) => host));

/** True for such a host and for what is below it. */
export function isCollectingHost(host: string): boolean {
  const labels = host.split(".");
  return labels.some((_, index) => HOSTS.has(labels.slice(index).join(".")));
}
