import type { NotCarried, PinSource } from "../pipeline.ts";
import { entry, map, mapOf, script, type YamlEntry, type YamlItem, type YamlValue } from "../yaml-text.ts";

/** The parts of one step of a job; what is absent is not written. */
export interface StepParts {
  readonly name?: string | null;
  readonly id?: string | null;
  /** An expression without its marks. */
  readonly condition?: string | null;
  /** `owner/repo[/path]`, pinned by the writer. */
  readonly uses?: string;
  /** Inputs of the action; those that are null are left out. */
  readonly with?: readonly (readonly [string, YamlValue])[];
  readonly run?: string;
  /** From the root; null and `.` mean the root. */
  readonly directory?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Why it is there. */
  readonly why?: string | null;
}

/** Writes steps, and pins the actions in them. An action without a known commit is left out and remembered. */
export class StepWriter {
  /** Told of what GitHub has no words for. */
  readonly lost: (lost: NotCarried) => void;
  readonly #pins: PinSource;
  readonly #unknown = new Set<string>();

  constructor(pins: PinSource, lost: (lost: NotCarried) => void) {
    this.#pins = pins;
    this.lost = lost;
  }

  /** Actions that were asked for and left out, as there is no commit to pin them to. */
  get unknownActions(): readonly string[] {
    return [...this.#unknown].sort();
  }

  /** Null when the step's action cannot be pinned. */
  step(parts: StepParts): YamlItem | null {
    const uses = parts.uses === undefined ? null : this.#uses(parts.uses);
    if (parts.uses !== undefined && uses === null) return null;
    const value = map([
      parts.name ? entry("name", parts.name) : null,
      parts.id ? entry("id", parts.id) : null,
      parts.condition ? entry("if", conditionText(parts.condition)) : null,
      uses,
      parts.directory && parts.directory !== "." ? entry("working-directory", parts.directory) : null,
      ...bodyOf(parts),
    ]);
    return { value, comment: parts.why ?? null };
  }

  #uses(action: string) {
    const pin = this.#pins(action.split("/").slice(0, 2).join("/"));
    if (pin === null) {
      this.#unknown.add(action);
      return null;
    }
    return entry("uses", `${action}@${pin.sha}`, { note: pin.tag });
  }
}

function bodyOf(parts: StepParts): (YamlEntry | null)[] {
  const inputs = (parts.with ?? []).filter(([, value]) => value !== null);
  const env = Object.entries(parts.env ?? {});
  return [
    inputs.length > 0 ? entry("with", mapOf(inputs)) : null,
    env.length > 0 ? entry("env", mapOf(env)) : null,
    parts.run === undefined ? null : entry("run", script(parts.run)),
  ];
}

/** YAML reads a leading `!` as a tag, so that such a condition needs its marks. */
function conditionText(condition: string): string {
  return condition.startsWith("!") ? `\${{ ${condition} }}` : condition;
}

/** Text as a string of GitHub's expressions. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `${{ … }}`. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}
