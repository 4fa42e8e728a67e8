import { type FixClass, SEVERITIES } from "../../worker/engine/finding.ts";
import { allowOnly, type OptionValues, oneOf, UsageError } from "./usage.ts";

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

/** Throws UsageError. */
export function readAuditCommand(dirs: readonly string[], values: OptionValues): AuditCommand {
  allowOnly("audit", values, ["format", "strict", "fix", "diff", "fix-class", "baseline", "lookups", "fail-on"]);
  if (dirs.length === 0) throw new UsageError("Name at least one folder to audit, for example: autodevops audit .");
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

function fixesOf({ fix, diff }: OptionValues): AuditCommand["fixes"] {
  if (fix) return "write";
  return diff ? "diff" : "report";
}
