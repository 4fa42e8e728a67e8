import { parseArgs } from "node:util";

/** Wrong usage, in one sentence that says what to write instead. */
export class UsageError extends Error {}

const OPTIONS = {
  format: { type: "string" },
  "fail-on": { type: "string" },
  strict: { type: "boolean" },
  fix: { type: "boolean" },
  diff: { type: "boolean" },
  "fix-class": { type: "string" },
  baseline: { type: "string" },
  lookups: { type: "string" },
  platform: { type: "string" },
  from: { type: "string" },
  jobs: { type: "string" },
  versions: { type: "string" },
  deploy: { type: "string" },
  branch: { type: "string" },
  runner: { type: "string" },
  style: { type: "string" },
  component: { type: "string", multiple: true },
  write: { type: "boolean" },
  replace: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

type OptionName = keyof typeof OPTIONS;

export type OptionValues = ReturnType<typeof readOptions>["values"];

/** Options and the rest of the arguments, in their order. Throws UsageError for an option that no command has. */
export function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    const option = /'(-[^' ]*)/.exec(words)?.[1] ?? "an option";
    const isUnknown = error instanceof Error && "code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    throw new UsageError(
      isUnknown
        ? `There is no option \`${option}\`; autodevops --help lists them all.`
        : `The option \`${option}\` is not used correctly; autodevops --help shows how.`,
    );
  }
}

/** Throws UsageError when an option was given that this command has not. */
export function allowOnly(command: string, values: OptionValues, allowed: readonly OptionName[]): void {
  const known: readonly string[] = allowed;
  const foreign = Object.keys(values).find((name) => !known.includes(name));
  if (foreign === undefined) return;
  const list = allowed.map((name) => `--${name}`).join(", ");
  throw new UsageError(`\`autodevops ${command}\` has no option \`--${foreign}\`; it has ${list}.`);
}

/** The value, when it is allowed. Throws UsageError. */
export function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(", ")}, not \`${value}\`.`);
  return found;
}
