import { DurableObject } from "cloudflare:workers";

/** One per organization: wakes when jobs that wait for their organization's turn may go on. */
export class OrgJobs extends DurableObject<Env> {
  ping(): boolean {
    return true;
  }
}
