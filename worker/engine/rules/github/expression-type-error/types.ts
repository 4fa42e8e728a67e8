import { EVENT_OBJECT_ROWS } from "../../../data/event-objects.ts";
import { propertiesOf } from "../../../data/expression-contexts.ts";
import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import { matrixType, type Type } from "./matrix-types.ts";

const OBJECT: Type = { kind: "object" };
const MAYBE_OBJECT: Type = { kind: "object", mayBeNull: true };
const SCALAR: Type = { kind: "scalar" };

const SCALAR_CALLS = new Set(
  "contains startswith endswith format join tojson hashfiles always success failure cancelled".split(" "),
);
const events = new Map(EVENT_OBJECT_ROWS.map((row) => [row.path, row]));

/** What an expression gives; null where it is not certain. */
export function typeOf(expression: Expression, place: ExpressionAt): Type | null {
  switch (expression.kind) {
    case "literal":
    case "not":
    case "compare":
      return SCALAR;
    case "call":
      return SCALAR_CALLS.has(expression.name.toLowerCase()) ? SCALAR : null;
    case "and":
    case "or":
      return null;
    default:
      return accessType(expression, place);
  }
}

function accessType(access: Expression, place: ExpressionAt): Type | null {
  const segments: string[] = [];
  let at = access;
  let isFilter = false;
  let isComputed = false;
  for (; at.kind === "index"; at = at.object) {
    const { index } = at;
    if (index === "*") isFilter = true;
    else if (index.kind === "literal" && typeof index.value === "string") segments.unshift(index.value.toLowerCase());
    else isComputed = true;
  }
  if (at.kind !== "context") return null;
  if (isFilter) return isComputed ? null : { kind: "array", isFilter };
  return isComputed ? null : contextType(at.name.toLowerCase(), segments, place);
}

function contextType(context: string, path: readonly string[], place: ExpressionAt): Type | null {
  switch (context) {
    case "github":
      return githubType(path, place);
    case "env":
    case "vars":
    case "secrets":
      return flatType(path, OBJECT);
    case "inputs":
      return flatType(path, MAYBE_OBJECT);
    case "runner":
    case "strategy":
      return path[0] === undefined || propertiesOf(context)?.has(path[0]) ? flatType(path, OBJECT) : null;
    case "job":
      return jobType(path);
    case "steps":
      return resultType(path, hasStep(place, path[0]));
    case "needs":
      return resultType(path, place.job?.needs.some(({ value }) => value.toLowerCase() === path[0]) === true);
    case "matrix":
      return matrixType(place.job, path);
    default:
      return null;
  }
}

function flatType(path: readonly string[], whole: Type): Type | null {
  if (path.length === 0) return whole;
  return path.length === 1 ? SCALAR : null;
}

function githubType([first, ...rest]: readonly string[], place: ExpressionAt): Type | null {
  if (first === undefined) return OBJECT;
  if (first !== "event") return rest.length === 0 && propertiesOf("github")?.has(first) ? SCALAR : null;
  if (rest.length === 0) return OBJECT;
  if (rest.length === 2 && rest[0] === "inputs") return SCALAR;
  const row = events.get(rest.join("."));
  if (!row) return null;
  const { document } = place;
  const triggers = document.kind === "workflow" ? document.triggers : [];
  const isThere = triggers.length > 0 && triggers.every(({ event }) => row.events.includes(event));
  return { kind: row.kind, mayBeNull: !isThere };
}

/** Paths below `job` in which `*` is a name that the job chooses. */
const JOB_TYPES: ReadonlyMap<string, Type> = new Map([
  ["", OBJECT],
  ["services", MAYBE_OBJECT],
  ["services.*", MAYBE_OBJECT],
  ["services.*.ports", MAYBE_OBJECT],
  ["services.*.id", SCALAR],
  ["services.*.network", SCALAR],
  ["container", MAYBE_OBJECT],
  ["container.id", SCALAR],
  ["container.network", SCALAR],
]);

function jobType(path: readonly string[]): Type | null {
  const known = JOB_TYPES.get(path.map((name, at) => (at === 1 && path[0] === "services" ? "*" : name)).join("."));
  if (known) return known;
  const isPlain = path.length === 1 && propertiesOf("job")?.has(path[0] ?? "");
  return isPlain || (path.length === 4 && path[2] === "ports") ? SCALAR : null;
}

const RESULTS = new Set(["result", "outcome", "conclusion"]);

/** `steps.X` and `needs.X`: outputs are texts whatever they hold. */
function resultType(path: readonly string[], exists: boolean): Type | null {
  const [name, part = "", output] = path;
  if (name === undefined) return OBJECT;
  if (path.length === 1 || (path.length === 2 && part === "outputs")) return exists ? MAYBE_OBJECT : null;
  const isText = output === undefined ? RESULTS.has(part) : part === "outputs" && path.length === 3;
  return isText ? SCALAR : null;
}

function hasStep({ document, job }: ExpressionAt, name: string | undefined): boolean {
  const steps = document.kind === "workflow" ? (job?.steps ?? []) : document.steps;
  return steps.some(({ id }) => id?.value.toLowerCase() === name);
}
