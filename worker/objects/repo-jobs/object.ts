import { DurableObject } from "cloudflare:workers";

export class RepoJobs extends DurableObject<Env> {
  ping(): boolean {
    return true;
  }
}
