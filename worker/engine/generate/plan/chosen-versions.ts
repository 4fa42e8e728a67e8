import type { PlanContext } from "./component-plan.ts";
import type { LanguageVersions } from "./language-versions.ts";

const VERSION = /^(?:\d+(?:\.\d+){0,2}|stable|beta|nightly)$/;

/** Replaces what the repository says by the versions that were asked for: one is used everywhere, several are tested on. */
export function withChosenVersions(context: PlanContext, own: LanguageVersions): LanguageVersions {
  const asked = context.options.versions;
  if (asked === null) return own;
  const chosen = [...new Set(asked)].filter((version) => VERSION.test(version));
  for (const version of asked.filter((each) => !VERSION.test(each))) {
    context.note("left_out", `\`${version.slice(0, 40)}\` is no version such as 22 or 3.13; it is left out.`);
  }
  const [first, ...others] = chosen;
  if (first === undefined) return own;
  if (others.length === 0) return { version: first, versionFile: null, matrix: null };
  const single = own.version !== null && chosen.includes(own.version) ? own.version : (chosen.at(-1) ?? first);
  return { version: single, versionFile: null, matrix: chosen };
}
