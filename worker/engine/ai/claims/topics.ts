import type { Category } from "../../finding.ts";
import type { ClaimTask } from "../task.ts";
import { DECIDED_TOPICS } from "./decided-topics.ts";
import { OPEN_TOPICS } from "./open-topics.ts";

/** One question of the closed list. A claim answers exactly one. */
export interface Topic {
  readonly id: string;
  readonly category: Category;
  /** What it asks, in a sentence of ours that the prompt holds. */
  readonly asks: string;
  /** The tasks that ask it; none for a topic that rules decide. */
  readonly tasks: readonly ClaimTask[];
  /** Ids of the rules that decide it: a claim on it repeats or contradicts them and is dropped. Empty: the model's to answer. */
  readonly decidedBy: readonly string[];
}

/** The closed list: what rules cannot decide and a model may claim, then what rules decide. */
export const TOPICS: readonly Topic[] = [...OPEN_TOPICS, ...DECIDED_TOPICS.map((topic) => ({ ...topic, tasks: [] }))];

/** The topics that a task asks about. */
export function topicsOf(task: ClaimTask): readonly Topic[] {
  return OPEN_TOPICS.filter(({ tasks }) => tasks.includes(task));
}
