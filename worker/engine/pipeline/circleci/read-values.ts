import { record, text } from "../../profile/read-value.ts";
import { unescapeParameters } from "./escape.ts";

/** Relative to the root; what leads out of the project stays as it is written. */
export function directoryOf(value: unknown): string | null {
  const path = text(value)
    ?.replace(/^(?:~|\/home\/circleci|\/root)\/project\/?/, "")
    .replace(/^\.\//, "")
    .replace(/\/$/, "");
  return path === undefined || path === "" || path === "." ? null : path;
}

/** `environment`, a mapping or a list of them, as text. */
export function readEnv(value: unknown): Readonly<Record<string, string>> {
  const maps = Array.isArray(value) ? value.map(record) : [record(value)];
  const entries = maps.flatMap((map) => Object.entries(map));
  return Object.fromEntries(entries.map(([name, each]) => [name, unescapeParameters(String(each ?? ""))]));
}
