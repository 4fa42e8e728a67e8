import { parseArgs } from "node:util";
import { type FixClass, SEVERITIES } from "../../worker/engine/finding.ts";

const FORMATS = ["text", "json", "sarif", "markdown", "github"] as const;
const FAIL_ON = [...SEVERITIES, "never"] as const;
const FIX_CLASSES = ["safe", "lookup", "review"] as const;

export interface AuditCommand {
  readonly kind: "audit";
  /** As the user wrote them. */
  readonly dirs: readonly string[];
  readonly format: (typeof FORMATS)[number];
  /** The mildest severity that makes the command fail; `never` for none. */
  readonly failOn: (typeof FAIL_ON)[number];
  readonly isStrict: boolean;
  /** What happens with proved fixes: nothing, printed as a diff, or written into the folder. */
  readonly fixes: "report" | "diff" | "write";
  readonly fixClasses: readonly FixClass[];
  /** Paths of files as the user wrote them. */
  readonly baseline: string | null;
  readonly lookups: string | null;
}

export type Command = AuditCommand | { readonly kind: "help" } | { readonly kind: "version" };

export const HELP = `Usage: autodevops audit DIR... [options]

Audits the CI/CD pipelines of the repositories in the given folders, offline.

  --format FORMAT       text (default) for people; json: one object a line for each
                        folder; sarif: one SARIF 2.1.0 log; markdown: a report for
                        pull requests; github: annotations of a workflow run
  --strict              also report what only a strict team wants to hear
  --fix                 write every proved fix into the folder, report what is left
  --diff                print the proved fixes as one unified diff and nothing else
  --fix-class CLASSES   which fixes --fix and --diff take: safe, lookup, review,
                        separated by commas (default: all three)
  --baseline FILE       report only what FILE, printed by --format json or sarif, has
                        not
  --lookups FILE        answers of GitHub and registries as JSON, for use offline:
                        owner/repo@ref to commits, image digests, advisories
  --fail-on SEVERITY    critical, high, medium, low (default), info or never:
                        exit with 1 when a finding is at least this severe
  --help                show this
  --version             show the version

Exit code: 0 nothing to complain about, 1 findings at or above --fail-on,
2 wrong usage or an unreadable folder.
`;

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
  return toAudit(dirs, values);
}

function toAudit(dirs: readonly string[], values: ReturnType<typeof parse>["values"]): AuditCommand {
  if (values.fix && values.diff)
    throw new UsageError("Use either --fix or --diff: one writes fixes, the other prints them.");
  return {
    kind: "audit",
    dirs,
    format: oneOf("--format", values.format ?? "text", FORMATS),
    failOn: oneOf("--fail-on", values["fail-on"] ?? "low", FAIL_ON),
    isStrict: values.strict ?? false,
    fixes: fixesOf(values),
    fixClasses: (values["fix-class"] ?? FIX_CLASSES.join(","))
      .split(",")
      .map((each) => oneOf("--fix-class", each.trim(), FIX_CLASSES)),
    baseline: values.baseline ?? null,
    lookups: values.lookups ?? null,
  };
}

function fixesOf({ fix, diff }: { fix?: boolean; diff?: boolean }): AuditCommand["fixes"] {
  if (fix) return "write";
  return diff ? "diff" : "report";
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        "fail-on": { type: "string" },
        strict: { type: "boolean" },
        fix: { type: "boolean" },
        diff: { type: "boolean" },
        "fix-class": { type: "string" },
        baseline: { type: "string" },
        lookups: { type: "string" },
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
