import { DurableObject } from "cloudflare:workers";
import { createClock } from "../../platform/clock.ts";
import { LOST_AFTER_MS } from "../../services/jobs/due-action.ts";
import { tendOrg } from "../../services/jobs/tend-org.ts";
import type { OrgJobsPort } from "../../services/object-ports.ts";
import { createPlatform, openScope } from "../../wiring.ts";
import { emptyStorage } from "../empty-storage.ts";
import { requireOwn } from "../own-organization.ts";
import { type Answer, type AnswerQuestion, type AnswerReply, Answers } from "./answers.ts";

const ORGANIZATION = "organization";

/** One per organization: wakes when jobs that wait for their organization's turn may go on, and knows which requests were made. */
export class OrgJobs extends DurableObject<Env> implements OrgJobsPort {
  readonly #clock = createClock();
  readonly #answers: Answers;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#answers = new Answers(ctx.storage.sql);
  }

  async wake({ orgId, at }: { orgId: string; at: number }): Promise<void> {
    requireOwn(this.ctx, orgId);
    this.ctx.storage.kv.put(ORGANIZATION, orgId);
    await this.#wakeBy(at);
  }

  async begin({ orgId, ...question }: AnswerQuestion & { orgId: string }): Promise<AnswerReply> {
    requireOwn(this.ctx, orgId);
    return this.#answers.begin(question);
  }

  async end({ orgId, slot, answer }: { orgId: string; slot: string; answer: Answer | null }): Promise<void> {
    requireOwn(this.ctx, orgId);
    this.#answers.end(slot, answer);
  }

  async forget({ orgId }: { orgId: string }): Promise<void> {
    requireOwn(this.ctx, orgId);
    await emptyStorage(this.ctx);
    this.#answers.emptied();
  }

  override async alarm(): Promise<void> {
    let next: number | null = this.#clock.now() + LOST_AFTER_MS;
    try {
      const orgId = this.ctx.storage.kv.get<string>(ORGANIZATION);
      next = orgId === undefined ? null : await tendOrg(openScope(createPlatform(this.env)), orgId);
    } finally {
      // Armed again whatever happened: an alarm that only throws is given up after six tries.
      if (next !== null) await this.#wakeBy(next);
    }
  }

  async #wakeBy(at: number): Promise<void> {
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > at) await this.ctx.storage.setAlarm(at);
  }
}
