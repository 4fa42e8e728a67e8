/** The product with some organizations, whose database is ours whenever the product stands still. */
import type { SourceChange } from "../../../support/workerd/bundle.ts";
import type { Caller } from "../../jobs/caller.ts";
import { World } from "../../jobs/world.ts";
import { editDatabase } from "./disk.ts";

export type Verdict = {
  readonly intact: boolean;
  readonly rows: number;
  readonly last_seq: number;
  readonly fault: { readonly seq: number; readonly kind: string } | null;
};

export const DAY_MS = 86_400_000;
const MINUTELY = "* * * * *";

export const verify = (caller: Caller) => caller.need<Verdict>("GET", "/api/audit/verify");
export const faultOf = ({ fault }: Verdict) => (fault ? `${fault.kind} at ${fault.seq}` : "none");

export class Ledger {
  readonly world: World;
  /** By organization, in the order of the people. */
  readonly orgs: readonly string[];

  private constructor(world: World, orgs: readonly string[]) {
    this.world = world;
    this.orgs = orgs;
  }

  static async open(people: number, changes: readonly SourceChange[]): Promise<Ledger> {
    const world = await World.start({ seed: 1, people, repositoriesEach: 0, cron: false, changes });
    const orgs = await Promise.all(world.people.map((caller) => organizationOf(caller)));
    return new Ledger(world, orgs);
  }

  org(index: number): string {
    return this.orgs[index] ?? "";
  }

  person(index: number): Caller {
    const caller = this.world.people[index];
    if (!caller) throw new Error(`There is no person ${index}.`);
    return caller;
  }

  /** Stops the product, writes to its database, and starts it again. */
  async edit(write: Parameters<typeof editDatabase>[1]): Promise<void> {
    await this.world.workerd.kill();
    editDatabase(this.world.stateDir, write);
    await this.world.restart();
  }

  async unsealed(): Promise<number> {
    const [row] = await this.world.rows("select count(*) as n from audit_log where seq is null");
    return Number(row?.n);
  }

  /** Runs what is due, and once more when the connection was kept for too long: that changes nothing. */
  async cron(expression: string): Promise<void> {
    const { workerd } = this.world;
    await workerd.cron(expression).catch(() => workerd.cron(expression));
  }

  /** Runs the minutely cron until everything is sealed; how often. */
  async seal(): Promise<number> {
    for (let runs = 1; runs <= 50; runs += 1) {
      await this.cron(MINUTELY);
      if ((await this.unsealed()) === 0) return runs;
    }
    throw new Error("The log is not sealed after 50 minutes.");
  }
}

async function organizationOf(caller: Caller): Promise<string> {
  const { organization } = await caller.need<{ organization: { id: string } }>("GET", "/api/auth/me");
  return organization.id;
}
