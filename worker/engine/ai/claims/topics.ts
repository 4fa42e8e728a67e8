import type { Category } from "../../finding.ts";
import type { ClaimTask } from "../task.ts";

/** One question of the closed list. A claim answers exactly one. */
export interface Topic {
  readonly id: string;
  readonly category: Category;
  /** What it asks, in one sentence of ours. */
  readonly asks: string;
  /** The tasks that ask it; none for a topic that rules decide. */
  readonly tasks: readonly ClaimTask[];
  /** Ids of the rules that decide it: a claim on it repeats or contradicts them and is dropped. Empty: the model's to answer. */
  readonly decidedBy: readonly string[];
}

export const TOPICS: readonly Topic[] = [];
