/** Parts of a condition that ask whether the actor of a run is a bot. */
import type { Expression } from "./parse.ts";
import { referencesOf } from "./references.ts";

/** Whoever caused the latest event, which a stranger can make a bot do: `@dependabot recreate` on a branch of their own. */
const ACTOR_NAMES = new Set([
  "github.actor",
  "github.triggering_actor",
  "github.event.sender.login",
  "github.event.pull_request.sender.login",
]);
const ACTOR_IDS = new Set(["github.actor_id", "github.event.sender.id", "github.event.pull_request.sender.id"]);

/** User ids of bots (https://api.github.com/users/dependabot[bot] and so on), and Dependabot's app id, which some take for one. */
const BOT_IDS = new Set(["49699333", "27856297", "29139614", "41898282", "29110"]);
const BOT_NAMES = /\[bot\]/i;

export interface BotCheck {
  /** The reference to the actor, in offsets of the condition's text. */
  readonly start: number;
  readonly end: number;
  readonly kind: "login" | "id";
  /** True where being the bot helps to fulfil the condition, false where it stands in its way. */
  readonly trusts: boolean;
}

/** Every such check of an expression. */
export function botChecksOf(expression: Expression): BotCheck[] {
  const found: BotCheck[] = [];
  visit(expression, true, found);
  return found;
}

function visit(expression: Expression, isPositive: boolean, found: BotCheck[]): void {
  switch (expression.kind) {
    case "not":
      visit(expression.operand, !isPositive, found);
      return;
    case "and":
    case "or":
      for (const operand of expression.operands) visit(operand, isPositive, found);
      return;
    case "compare":
      if (expression.operator === "==" || expression.operator === "!=") visitComparison(expression, isPositive, found);
      return;
    case "call":
      visitCall(expression, isPositive, found);
      return;
    default:
      return;
  }
}

type Comparison = Extract<Expression, { kind: "compare" }>;

function visitComparison({ operator, left, right }: Comparison, isPositive: boolean, found: BotCheck[]): void {
  const check = checkOf(left, right) ?? checkOf(right, left);
  if (check) found.push({ ...check, trusts: (operator === "==") === isPositive });
}

/** `contains(fromJSON('["dependabot[bot]"]'), github.actor)`, `contains(github.actor, '[bot]')`, `endsWith(github.actor, '[bot]')`. */
function visitCall(
  { name, args }: Extract<Expression, { kind: "call" }>,
  isPositive: boolean,
  found: BotCheck[],
): void {
  const [first, second] = args;
  if (!/^(?:contains|startswith|endswith)$/i.test(name) || first === undefined || second === undefined) return;
  const list = first.kind === "call" && first.name.toLowerCase() === "fromjson" ? first.args[0] : first;
  const check = checkOf(first, second) ?? (list === undefined ? null : checkOf(second, list));
  if (check) found.push({ ...check, trusts: isPositive });
}

function checkOf(actor: Expression, text: Expression): Omit<BotCheck, "trusts"> | null {
  if ((actor.kind !== "context" && actor.kind !== "index") || text.kind !== "literal") return null;
  const path = referencesOf(actor).at(-1)?.path ?? "";
  const { start, end } = actor;
  const value = String(text.value);
  if (ACTOR_NAMES.has(path) && BOT_NAMES.test(value)) return { start, end, kind: "login" };
  return ACTOR_IDS.has(path) && [...BOT_IDS].some((id) => value.includes(id)) ? { start, end, kind: "id" } : null;
}
