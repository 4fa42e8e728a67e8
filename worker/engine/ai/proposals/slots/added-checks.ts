import { keyOf, type PlainCommand, plainCommands } from "../scripts/commands.ts";
import { hasContext, isPowerful } from "../structure/power.ts";
import { isMap, type Tree } from "../structure/tree.ts";
import { type Change, commonPairs } from "../structure/tree-diff.ts";
import { isPlainName, isSameRun } from "./harmless.ts";

/** Commands that run what the repository itself calls so, or a tool over its files, without any option that says more. */
const CHECKS: readonly RegExp[] = [
  /^(?:npm|pnpm|yarn|bun) run [a-z][\w:-]{0,40}$/,
  /^(?:npm|pnpm|yarn) test$/,
  /^(?:make|just) [a-z][\w-]{0,40}$/,
  /^cargo (?:test|check|clippy|fmt --check)$/,
  /^go (?:vet|test|build) \.\/\.\.\.$/,
  /^(?:pytest|mypy \.|ruff check \.|ruff format --check \.|npx tsc --noEmit)$/,
];
/** What a name promises to do outside. */
const ACTS = /deploy|publish|release|push|upload|ship|promote|migrate|install|clean|evil|admin/i;
const MOST = 5;

function isCheck({ words, assignments, redirects, connector, keywords, place }: PlainCommand): boolean {
  const line = words.join(" ");
  const isBare = keyOf([assignments, redirects, keywords]) === "[[],[],[]]" && /^0 +$/.test(place);
  return (
    isBare && (connector === ";" || connector === "&&") && CHECKS.some((check) => check.test(line)) && !ACTS.test(line)
  );
}

/** A step that only checks comes into a job that has no power: a name and its commands, nothing else. */
export function isAddedCheck(change: Change): boolean {
  const { before, after } = change;
  if (before !== undefined || !isMap(after) || mayAct(change)) return false;
  const own = after.get("run");
  const [step, key] = isMap(own) ? [own, "command"] : [after, "run"];
  const isPlain =
    [...step.keys()].every((each) => each === "name" || each === key) && (step === after || after.size === 1);
  const name = step.get("name");
  return isPlain && (name === undefined || isPlainName({ ...change, after: name })) && checksOnly(step.get(key));
}

function checksOnly(script: Tree | undefined): boolean {
  const commands = typeof script === "string" ? plainCommands(script) : null;
  return commands !== null && commands.length > 0 && commands.length <= MOST && commands.every(isCheck);
}

/** A script stays as it is, in its order, and only checks come to it. */
export function addsOnlyChecks(change: Change): boolean {
  if (isSameRun(change)) return true;
  const { before, after } = change;
  if (typeof before !== "string" || typeof after !== "string" || mayAct(change)) return false;
  const [old, now] = [plainCommands(before), plainCommands(after)];
  if (old === null || now === null || [...old, ...now].some(({ keywords }) => keywords.length > 0)) return false;
  const kept = new Set(commonPairs(old.map(withoutPlace), now.map(withoutPlace)).map(([, index]) => index));
  const more = now.filter((_, index) => !kept.has(index));
  return kept.size === old.length && more.length > 0 && more.length <= MOST && more.every(isCheck);
}

/** Numbers of commands around move when one comes before. */
function withoutPlace(command: PlainCommand): string {
  return keyOf({ ...command, place: command.place.replace(/ \d+ /, " n ") });
}

/** True where what runs could do something outside: a job with rights, secrets or an environment, or what many jobs share. */
function mayAct({ way, holders }: Change): boolean {
  const isInJobs = way[0] === "jobs";
  const [root, job] = [holders[0]?.after, isInJobs ? holders[2]?.after : holders[1]?.after];
  const isShared = !isInJobs && (way.length < 2 || /^\.|^default$/.test(way[0] ?? ""));
  return isShared || isPowerful(job) || hasContext(root, way[1] ?? "");
}
