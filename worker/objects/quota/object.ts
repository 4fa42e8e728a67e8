import { DurableObject } from "cloudflare:workers";

export class Quota extends DurableObject<Env> {
  ping(): boolean {
    return true;
  }
}
