import { isRepairedExpression } from "./allow-expressions.ts";
import { added, anyOf, isNamedOne, isRenamedKey, isRespelt, isRetyped, matching } from "./allow-values.ts";
import type { Repair, RepairSlot } from "./repair.ts";

/** Wherever expressions stand. What they ask stays, so the place does not matter; the finding's job does. */
const EVERYWHERE: readonly RepairSlot[] = [
  { way: "jobs/**", allow: isRepairedExpression },
  { way: "runs/**", allow: isRepairedExpression },
  { way: "env/**", allow: isRepairedExpression },
  { way: "concurrency/**", allow: isRepairedExpression },
  { way: "run-name", allow: isRepairedExpression },
  { way: "on/workflow_call/**", allow: isRepairedExpression },
  { way: "outputs/**", allow: isRepairedExpression },
];

const STEP_ID: RepairSlot = {
  way: "jobs/*/steps/[]/id",
  allow: anyOf(added(matching(/^[A-Za-z_][\w-]{0,60}$/)), isRespelt),
};
const OUTPUT: RepairSlot = {
  way: "jobs/*/outputs/*",
  allow: added(matching(/^\$\{\{ ?steps\.[\w-]+\.outputs\.[\w-]+ ?\}\}$/)),
  isAnywhere: true,
};
const OUTPUTS: RepairSlot = {
  way: "jobs/*/outputs",
  allow: ({ before, after }) => {
    const values = after instanceof Map ? [...after.values()] : [];
    return (
      before === undefined &&
      values.length > 0 &&
      values.every((value) => /^\$\{\{ ?steps\.[\w-]+\.outputs\.[\w-]+ ?\}\}$/.test(String(value)))
    );
  },
  isAnywhere: true,
};

const EXPRESSION: Repair = { slots: EVERYWHERE };

const MAX_LINES = 3;
const MAX_DISTANCE = 12;

/** Near the place where it cannot be read, a line or two are written anew: the same words, only blanks, dashes in front, quotes and brackets differ. */
function keepsWords(before: string, after: string, line: number): boolean {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.join("\n") !== now.join("\n")) return false;
  const lines = before.split(/\r?\n/);
  const known = new Set(lines);
  const bare = new Set(lines.map(bareLine));
  const changed = after.split(/\r?\n/).flatMap((text, index) => (known.has(text) ? [] : [{ text, number: index + 1 }]));
  return (
    changed.length <= MAX_LINES &&
    changed.every(
      ({ text, number }) =>
        Math.abs(number - line) <= MAX_DISTANCE && (!SHELL_MARK.test(text) || bare.has(bareLine(text))),
    )
  );
}

/** In such a line a quote more or less may make a command of a text. */
const SHELL_MARK = /[;|&`<>\\]|\$\(/;

function bareLine(text: string): string {
  return text.replace(/^\s*(?:- +)*/, "").trimEnd();
}

function wordsOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .flatMap((line) => bareLine(line).split(/[\s"':,{}[\]]+/))
    .filter((word) => word !== "");
}

const KEY = anyOf(isRenamedKey, isRespelt);
const SHAPE = anyOf(isRetyped, isRespelt);

export const EXPRESSION_REPAIRS: Readonly<Record<string, Repair>> = {
  "expression-syntax-error": EXPRESSION,
  "expression-type-error": EXPRESSION,
  "expression-undefined-reference": { slots: [...EVERYWHERE, STEP_ID, OUTPUT, OUTPUTS] },
  "missing-needs-output": { slots: [OUTPUT, OUTPUTS, STEP_ID] },
  "always-true-condition": EXPRESSION,
  "constant-condition": EXPRESSION,
  "yaml-syntax-error": { slots: [], judgeText: keepsWords },
  "workflow-invalid-value": {
    slots: [
      { way: "jobs/**", allow: isRetyped },
      { way: "on/**", allow: isRetyped },
      { way: "env/**", allow: isRetyped },
      { way: "defaults/**", allow: isRetyped },
      { way: "concurrency/**", allow: isRetyped },
      { way: "runs/**", allow: isRetyped },
    ],
  },
  "workflow-unknown-key": {
    slots: [
      { way: "jobs/*/*", allow: isRenamedKey },
      { way: "jobs/*/steps/[]/*", allow: isRenamedKey },
      { way: "*", allow: isRenamedKey },
    ],
  },
  "invalid-reusable-workflow-call": {
    slots: [
      { way: "jobs/*/with/*", allow: anyOf(isRenamedKey, isRetyped, isNamedOne) },
      { way: "jobs/*/secrets/*", allow: isRenamedKey },
    ],
  },
  "invalid-action-metadata": {
    slots: [
      { way: "branding/*", allow: anyOf(matching(/^[a-z-]{2,30}$/), isNamedOne) },
      { way: "description", allow: matching(/^[\w .,:()/+'-]{1,120}$/) },
      { way: "name", allow: matching(/^[\w .,:()/+'-]{1,60}$/) },
      { way: "inputs/*/*", allow: anyOf(KEY, SHAPE) },
      { way: "runs/using", allow: isRespelt },
      { way: "runs/steps/[]/shell", allow: matching(/^(?:bash|sh|pwsh)$/) },
    ],
  },
};
