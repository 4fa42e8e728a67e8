import { parseArgs } from "node:util";
import type { Severity } from "../../worker/engine/finding.ts";

type Format = "text" | "json" | "sarif";

export interface AuditCommand {
  readonly kind: "audit";
  /** As the user wrote them. */
  readonly dirs: readonly string[];
  readonly format: Format;
  /** The mildest severity that makes the command fail; `never` for none. */
  readonly failOn: Severity | "never";
}

export type Command = AuditCommand | { readonly kind: "help" } | { readonly kind: "version" };

export const HELP = `Usage: autodevops audit DIR... [--format text|json|sarif] [--fail-on SEVERITY]

Audits the CI/CD pipelines of the repositories in the given folders, offline.

  --format text|json|sarif   text (default) for people; json: one object a line for
                             each folder; sarif: one SARIF 2.1.0 log
  --fail-on SEVERITY         critical, high, medium, low (default), info or never:
                             exit with 1 when a finding is at least this severe
  --help                     show this
  --version                  show the version

Exit code: 0 nothing to complain about, 1 findings at or above --fail-on,
2 wrong usage or an unreadable folder.
`;

const FORMATS = ["text", "json", "sarif"] as const;
const FAIL_ON = ["critical", "high", "medium", "low", "info", "never"] as const;

/** Wrong usage, in one sentence that says what to write instead. */
export class UsageError extends Error {}

/** Reads the arguments behind the program's name. Throws UsageError. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [name, ...dirs] = positionals;
  if (name === undefined) throw new UsageError("Name a command, for example: autodevops audit .");
  if (name !== "audit")
    throw new UsageError(`There is no command \`${name}\`; the only one is: autodevops audit DIR...`);
  if (dirs.length === 0) throw new UsageError("Name at least one folder to audit, for example: autodevops audit .");
  return {
    kind: "audit",
    dirs,
    format: oneOf("--format", values.format ?? "text", FORMATS),
    failOn: oneOf("--fail-on", values["fail-on"] ?? "low", FAIL_ON),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        "fail-on": { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
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

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(", ")}, not \`${value}\`.`);
  return found;
}
