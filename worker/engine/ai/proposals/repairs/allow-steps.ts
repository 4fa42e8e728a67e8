import { type MovedExpression, takesExpressionsOut, wholeExpression } from "../scripts/moved-expressions.ts";
import type { ScriptRepair } from "../scripts/repairs.ts";
import { at, entries, isMap, isScalar, type Tree, textAt } from "../structure/tree.ts";
import type { Change, Pair } from "../structure/tree-diff.ts";
import { letters } from "./allow-values.ts";
import type { Allow } from "./repair.ts";

/** A script that changes only as a repair needs. */
export const script =
  (...repairs: readonly ScriptRepair[]): Allow =>
  ({ before, after }) =>
    typeof before === "string" && typeof after === "string" && repairs.some((repair) => repair(before, after));

/** Expressions of a script, or of an input that is code, move to variables of the step. */
export const takesOut: Allow = (change) => {
  const { before, after } = change;
  const moved = movedInto(stepOf(change));
  return typeof before === "string" && typeof after === "string" && takesExpressionsOut(before, after, moved);
};

/** A variable of the step that holds an expression of its script, and that the script now reads. */
export const isMovedVariable: Allow = (change) => {
  const step = stepOf(change);
  const code = textAt(step?.before, "run") + textAt(step?.before, "with", "script");
  const now = textAt(step?.after, "run") + textAt(step?.after, "with", "script");
  const added = isMap(change.after) ? entries(change.after) : [[change.way.at(-1) ?? "", change.after] as const];
  return (
    change.before === undefined &&
    added.every(([name, value]) => {
      const expression = wholeExpression(value);
      return (
        expression !== null &&
        isPlainVariable(name, expression) &&
        holdsExpression(code, expression) &&
        now.includes(name)
      );
    })
  );
};

/** Words that variables are named with beside those of what they hold. */
const NAMING = new Set(
  "pr pull request issue title body text value name ref branch message commit head base number comment author user label input output event tag description discussion review".split(
    " ",
  ),
);
/** Names that programs obey, alone or as a beginning. */
const OBEYED =
  /^(?:PATH|HOME|ENV|SHELL|IFS|USER|LOGNAME|PWD|OLDPWD|LANG|TERM|TMPDIR|TEMP|TMP|EDITOR|VISUAL|PAGER|DISPLAY|CC|CXX|MAKE|MAKEFLAGS|MAKEFILES|CDPATH|OPTIND|PS\d|DEBUG|CI|MAIL|HOST|PORT)$|^(?:GITHUB|RUNNER|ACTIONS|BASH|NODE|NPM|GIT|LD|DYLD|PYTHON|PERL|RUBY|JAVA|MAVEN|GRADLE|GO|CARGO|RUST|DOCKER|AWS|PIP|UV|SSH|SSL|CURL|XDG|HIST)(?:_|$)/;

/** A name that says what the expression is, and that no program obeys: `PR_TITLE` for a title. */
function isPlainVariable(name: string, expression: string): boolean {
  const words = new Set(expression.toLowerCase().split(/[^a-z0-9]+/));
  const parts = name.toLowerCase().split("_");
  return !OBEYED.test(name) && parts.every((part) => words.has(part) || NAMING.has(part));
}

const STEP_OUTPUT = /^steps\.[\w-]+\.outputs\.[\w-]+$/;

/** Variables of a step that hold outputs of other steps. */
export const readsOutputs: Allow = ({ way, before, after }) => {
  const own = isMap(after) ? entries(after) : [[way.at(-1) ?? "", after] as const];
  return (
    before === undefined &&
    own.every(([name, value]) => {
      const expression = wholeExpression(value);
      return expression !== null && STEP_OUTPUT.test(expression) && isPlainVariable(name, expression);
    })
  );
};

function holdsExpression(code: string, inner: string): boolean {
  return [...code.matchAll(/\$\{\{\s*([^{}]*?)\s*\}\}/g)].some(([, found]) => found === inner);
}

function movedInto(step: Pair | undefined): MovedExpression[] {
  const old = at(step?.before, "env");
  return entries(at(step?.after, "env")).flatMap(([name, value]) => {
    const inner = wholeExpression(value);
    const isNew = !isMap(old) || !old.has(name);
    return isNew && inner !== null ? [{ name, inner }] : [];
  });
}

/** The step around a change: the innermost item of a list. */
export function stepOf({ way, holders }: Change): Pair | undefined {
  const index = way.lastIndexOf("[]");
  return index === -1 ? undefined : holders[index + 1];
}

/** A switch or a word of an input comes: no expression, no path out of the workspace, no address. */
export const isPlainInput =
  (name: RegExp, value: RegExp): Allow =>
  ({ before, after, way }) => {
    const isFine = (key: string, text: Tree | undefined) =>
      name.test(key) && isScalar(text) && text !== null && value.test(String(text));
    if (way.at(-1) !== "with") return isFine(way.at(-1) ?? "", after);
    return before === undefined && isMap(after) && entries(after).every(([key, text]) => isFine(key, text));
  };

/** The pull request's head is no longer what a checkout takes. */
export const dropsHead: Allow = (change, scene) => {
  const values = isMap(change.before) ? entries(change.before).map(([, value]) => value) : [change.before];
  const isCheckout = textAt(stepOf(change)?.before, "uses").startsWith("actions/checkout@");
  const isHead = (value: Tree | undefined) =>
    value === true || /head|pull_request|refs\/pull|github\.event/.test(String(value));
  const drops = dropsInputs(/^(?:ref|repository|allow-unsafe-pr-checkout)$/);
  return isCheckout && drops(change, scene) && values.every(isHead);
};

/** Inputs of these names go, with the `with` around where it holds no others. */
export const dropsInputs =
  (name: RegExp): Allow =>
  ({ before, after, way }) => {
    if (after !== undefined) return false;
    if (way.at(-1) !== "with") return name.test(way.at(-1) ?? "");
    return entries(before).every(([key]) => name.test(key));
  };

const DANGEROUS_NAME = /PATH|OPT|PRELOAD|BASH|SHELL|PROXY|INDEX|REGISTRY|TOKEN|GIT_|GITHUB|RUNNER|ACTIONS/i;

/** A variable whose name no shell takes gets one with the same letters. */
export const isRenamedVariable: Allow = ({ way, before, after, holders }) => {
  const name = way.at(-1) ?? "";
  const { before: old, after: now } = holders.at(-1) ?? {};
  if (!isMap(old) || !isMap(now) || DANGEROUS_NAME.test(name)) return false;
  const [own, other] = after === undefined ? [before, now] : [after, old];
  return [...other].some(([key, value]) => key !== name && letters(key) === letters(name) && value === own);
};
