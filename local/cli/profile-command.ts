import { allowOnly, type OptionValues, oneOf, UsageError } from "./usage.ts";

const FORMATS = ["text", "json"] as const;

export interface ProfileCommand {
  readonly kind: "profile";
  /** As the user wrote them. */
  readonly dirs: readonly string[];
  readonly format: (typeof FORMATS)[number];
}

/** Throws UsageError. */
export function readProfileCommand(dirs: readonly string[], values: OptionValues): ProfileCommand {
  allowOnly("profile", values, ["format"]);
  if (dirs.length === 0) throw new UsageError("Name at least one folder to look at, for example: autodevops profile .");
  return { kind: "profile", dirs, format: oneOf("--format", values.format ?? "text", FORMATS) };
}
