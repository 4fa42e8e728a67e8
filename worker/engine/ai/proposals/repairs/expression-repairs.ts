import { isRepairedExpression } from "./allow-expressions.ts";
import { anyOf, isRemoved, isRenamedKey, isRespelt, isRetyped, matching } from "./allow-values.ts";
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

const STEP_ID: RepairSlot = { way: "jobs/*/steps/[]/id", allow: matching(/^[A-Za-z_][\w-]{0,60}$/) };
const OUTPUT: RepairSlot = {
  way: "jobs/*/outputs/*",
  allow: matching(/^\$\{\{ ?steps\.[\w-]+\.outputs\.[\w-]+ ?\}\}$/),
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

/** The words of a file stay in their order; only blanks, quotes and the marks of YAML change. */
const MARKS = /[\s"':,{}[\]|>-]/;

function keepsWords(before: string, after: string): boolean {
  const words = (text: string) => text.split(MARKS).filter((word) => word !== "");
  const [old, now] = [words(before), words(after)];
  return old.length === now.length && old.every((word, index) => word === now[index]) && keepsMost(before, after);
}

const MAX_LINES = 6;

function keepsMost(before: string, after: string): boolean {
  const old = new Set(before.split(/\r?\n/));
  return after.split(/\r?\n/).filter((line) => !old.has(line)).length <= MAX_LINES;
}

const KEY = anyOf(isRenamedKey, isRespelt);
const SHAPE = anyOf(isRetyped, isRespelt);

export const EXPRESSION_REPAIRS: Readonly<Record<string, Repair>> = {
  "expression-syntax-error": EXPRESSION,
  "expression-type-error": EXPRESSION,
  "expression-context-unavailable": EXPRESSION,
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
      { way: "jobs/*/with/*", allow: anyOf(isRenamedKey, isRetyped, isRemoved) },
      { way: "jobs/*/secrets/*", allow: isRenamedKey },
    ],
  },
  "invalid-action-metadata": {
    slots: [
      { way: "branding/*", allow: anyOf(matching(/^[a-z-]{2,30}$/), isRemoved) },
      { way: "description", allow: matching(/^[\w .,:()/+'-]{1,120}$/) },
      { way: "name", allow: matching(/^[\w .,:()/+'-]{1,60}$/) },
      { way: "inputs/*/*", allow: anyOf(KEY, SHAPE) },
      { way: "runs/using", allow: isRespelt },
      { way: "runs/steps/[]/shell", allow: matching(/^(?:bash|sh|pwsh)$/) },
    ],
  },
};
