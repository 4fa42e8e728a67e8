import type { Component, Ecosystem } from "../../profile/stack-profile.ts";
import { isBrowser, type JobGroup } from "./job-groups.ts";

const QUICK_MINUTES = 10;
const USUAL_MINUTES = 15;
const LONG_MINUTES = 30;
/** Compilers and emulated devices take their time on an empty cache. */
const LONG: ReadonlySet<Ecosystem> = new Set(["rust", "java", "scala", "swift", "cpp", "haskell", "dart", "dotnet"]);

/** Minutes after which a job hangs rather than works: some times what it takes on an empty cache. */
export function timeoutOf({ ecosystem, commands, monorepo }: Component, group: JobGroup): number {
  const isHeavy = LONG.has(ecosystem) || isBrowser(commands.test) || monorepo !== null;
  const isQuick = !group.includes("build") && !group.includes("test");
  if (isQuick) return isHeavy ? USUAL_MINUTES : QUICK_MINUTES;
  return isHeavy ? LONG_MINUTES : USUAL_MINUTES;
}
