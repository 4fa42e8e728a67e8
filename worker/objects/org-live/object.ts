import { DurableObject } from "cloudflare:workers";

export class OrgLive extends DurableObject<Env> {
  ping(): boolean {
    return true;
  }
}
