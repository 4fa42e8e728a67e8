import type { Entry, StepPlace } from "../../../model/workflow.ts";

/** Chooses the environment variables of a fix: those that are there already, else new ones that clash with nothing. */

export interface Variables {
  /** The variable that holds an expression; asks for a new one where none does. Null where no name is possible. */
  nameFor(inner: string, reference: readonly string[]): string | null;
  /** New entries for the step's `env`, in the order in which they were asked for. */
  readonly added: ReadonlyMap<string, string>;
}

/** Names that programs read on their own. */
const RESERVED =
  /^(?:PATH|HOME|USER|SHELL|PWD|LANG|TERM|CI|IFS|UID|TMPDIR|TMP|TEMP|HOSTNAME|EDITOR|NODE_ENV|DEBUG)$|^(?:GITHUB|RUNNER|ACTIONS|LD|DYLD|BASH)_/;

export function variablesFor(place: StepPlace, code: string): Variables {
  const { document, job, step } = place;
  const inherited = [...(job?.env ?? []), ...(document.kind === "workflow" ? document.env : [])];
  const taken = new Set([...step.env, ...inherited].map((entry) => entry.name));
  const known = new Map<string, string>();
  const added = new Map<string, string>();
  for (const entry of [...inherited.filter((entry) => !hidden(entry, step.env)), ...step.env]) {
    const inner = soleExpression(entry.value?.value ?? "");
    if (inner !== null && /^[A-Za-z_]\w*$/.test(entry.name)) known.set(inner, entry.name);
  }
  return {
    added,
    nameFor(inner, reference) {
      const key = normalise(inner);
      const env = /^env\.([A-Za-z_]\w*)$/.exec(key)?.[1];
      const found = env ?? known.get(key);
      if (found !== undefined) return found;
      if (/[\r\n]/.test(inner) || /(?<![\w.-])env(?![\w-])/.test(key)) return null;
      const isFree = (name: string) => !taken.has(name) && !RESERVED.test(name) && !mentions(code, name);
      const name = candidates(reference, step.uses !== null).find(isFree);
      if (name === undefined) return null;
      taken.add(name);
      known.set(key, name);
      added.set(name, key);
      return name;
    },
  };
}

function hidden(entry: Entry, nearer: readonly Entry[]): boolean {
  return nearer.some((other) => other.name === entry.name);
}

function soleExpression(value: string): string | null {
  const inner = /^\s*\$\{\{([^}]*)\}\}\s*$/.exec(value)?.[1];
  return inner === undefined ? null : normalise(inner);
}

function normalise(inner: string): string {
  return inner.trim();
}

function mentions(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code);
}

/** `inputs.tag` → `INPUT_TAG`, `github.event.issue.title` → `ISSUE_TITLE`; then the same with a number. */
function candidates(reference: readonly string[], isAction: boolean): string[] {
  const words = reference.filter((segment) => segment !== "*");
  const base = baseName(words, isAction)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replace(/^(?=\d)/, "_");
  return [base, ...Array.from({ length: 8 }, (_, at) => `${base}_${at + 2}`)];
}

function baseName(words: readonly string[], isAction: boolean): string {
  const [context = "", first = "", second = ""] = words;
  const isInput = context === "inputs" || (first === "event" && second === "inputs");
  // An action's own inputs are in `INPUT_…`, so a step with `uses` gets the word behind the name.
  if (isInput) return isAction ? `${words.at(-1)}_input` : `input_${words.at(-1)}`;
  if (context === "github") return words.slice(first === "event" ? 2 : 1).join("_") || "event_text";
  if (context === "steps" || context === "needs") return `${first}_${words.at(-1)}`;
  return words.join("_");
}
