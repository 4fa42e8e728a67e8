/** Tokens, output included. */
export type AiCaps = {
  readonly task: number;
  readonly userDay: number;
  readonly userMonth: number;
  readonly organizationMonth: number;
};

const TASK = 32_000;
const USER_DAY = 100_000;
const USER_MONTH = 2_000_000;

/** The caps of an organization that set none of its own. */
export function defaultCaps(members: number): AiCaps {
  return { task: TASK, userDay: USER_DAY, userMonth: USER_MONTH, organizationMonth: Math.max(1, members) * USER_MONTH };
}
