/** What the `action.yml` of popular actions says of inputs, by major version. */
import { ACTION_METADATA_ROWS } from "./action-metadata-rows.ts";

interface KnownInput {
  /** As the action spells it. */
  readonly name: string;
  readonly required: boolean;
  /** The input that stands in for a required one, lower case; null for none. */
  readonly unless: string | null;
}

export interface KnownAction {
  /** `owner/repo[/path]`, lower case. */
  readonly action: string;
  readonly majors: readonly number[];
  /** By name in lower case. */
  readonly inputs: ReadonlyMap<string, KnownInput>;
  /** True while releases of the version may have added inputs since. */
  readonly mayBeStale: boolean;
}

export const KNOWN_ACTIONS: readonly KnownAction[] = ACTION_METADATA_ROWS.trim().split("\n").map(readRow);

const byVersion = new Map(
  KNOWN_ACTIONS.flatMap((known) =>
    known.majors.map((major): [string, KnownAction] => [`${known.action} ${major}`, known]),
  ),
);

/** What is known of an action (`owner/repo[/path]`, lower case) in a major version. */
export function knownAction(action: string, major: number): KnownAction | null {
  return byVersion.get(`${action} ${major}`) ?? null;
}

function readRow(line: string): KnownAction {
  const [action = "", span = "", ...inputs] = line.split(" ");
  const [first = 0, last = first] = span.replace("~", "").split("-").map(Number);
  return {
    action,
    majors: Array.from({ length: last - first + 1 }, (_, index) => first + index),
    inputs: new Map(inputs.map(readInput)),
    mayBeStale: span.endsWith("~"),
  };
}

function readInput(written: string): [string, KnownInput] {
  const [name = "", unless] = written.split("!");
  return [name.toLowerCase(), { name, required: unless !== undefined, unless: unless || null }];
}
