import { showOrganization } from "../../api.ts";

/** One browser works in one organization: who changes it in one tab must not act in another by mistake. */
let channel: BroadcastChannel | undefined;

/** One channel for telling and for listening: what a tab tells does not come back to itself. */
function otherTabs(): BroadcastChannel {
  channel ??= new BroadcastChannel("organization");
  return channel;
}

/** Leaves for `path` with nothing of the organization before in memory, and has the other tabs leave for the first page. */
export function moveTo(path: string): void {
  otherTabs().postMessage("moved");
  location.assign(path);
}

/** Leaves for the first page when another tab moved to another organization. The answer ends the listening. */
export function followOtherTabs(): () => void {
  otherTabs().onmessage = () => location.assign("/");
  return () => {
    otherTabs().onmessage = null;
  };
}

let shown: string | undefined;

/** What is in memory is of one organization: leaves for the first page once the session works in another, as after a removal. */
export function stayIn(organizationId: string): void {
  shown ??= organizationId;
  showOrganization(shown);
  if (organizationId !== shown) moveTo("/");
}
