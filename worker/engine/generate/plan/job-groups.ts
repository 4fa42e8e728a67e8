import type { GenerateOptions } from "../generate-options.ts";
import type { CheckKind, ComponentPlan } from "./component-plan.ts";

/** The checks that one job runs, in their order. */
export type JobGroup = readonly CheckKind[];

/** Ecosystems whose tests compile first, so that a linter's answer should not wait for them. */
const SLOW: ReadonlySet<string> = new Set(["rust", "java", "scala", "swift", "cpp", "haskell", "dotnet", "dart"]);
/** Tests in these use what the build left behind. */
const TESTS_BUILT: ReadonlySet<string> = new Set(["cpp", "dotnet"]);

/** The jobs of a component: what each of them runs. */
export function jobGroups(plan: ComponentPlan, options: GenerateOptions): readonly JobGroup[] {
  const ordered = plan.kinds;
  const style = options.style ?? usualStyle(plan, ordered);
  if (style === "compact" && plan.matrix === null) return nonEmpty([ordered]);
  const checks = ordered.filter((kind) => kind !== "build" && kind !== "test");
  const build = ordered.filter((kind) => kind === "build");
  const test = ordered.filter((kind) => kind === "test");
  if (build.length === 0 || test.length === 0) return nonEmpty([checks, build, test]);
  if (needsBuild(plan)) return nonEmpty([checks, [...build, ...test]]);
  if (style === "compact") return nonEmpty([[...checks, ...build], test]);
  // A third copy of the same set-up costs more time than it saves.
  const isPair = options.style === "parallel" && checks.length === 0;
  const isApart = isPair || plan.matrix !== null || isRelease(plan);
  return nonEmpty(isApart ? [checks, test, build] : [checks, [...build, ...test]]);
}

function nonEmpty(groups: readonly JobGroup[]): readonly JobGroup[] {
  return groups.filter((group) => group.length > 0);
}

/** One job for small things: a second runner's start costs more than it saves. */
function usualStyle({ component, prefix, services, matrix }: ComponentPlan, kinds: readonly CheckKind[]) {
  const isSlow =
    SLOW.has(component.ecosystem) ||
    services.length > 0 ||
    component.monorepo !== null ||
    matrix !== null ||
    isBrowser(component.commands.test);
  const isOneOfSeveral = prefix !== null && kinds.length > 1;
  return isSlow || isOneOfSeveral ? "parallel" : "compact";
}

/** True where the tests run what the build made, by their command or by how their tools work. */
function needsBuild({ component }: ComponentPlan): boolean {
  const { ecosystem, commands, monorepo } = component;
  const test = commands.test ?? "";
  return (
    TESTS_BUILT.has(ecosystem) ||
    (ecosystem === "node" && monorepo !== null) ||
    isBrowser(test) ||
    /--no-build\b|\bctest\b|\bmeson test\b|\bdist\//.test(test)
  );
}

/** An optimized build shares nothing with the tests' own. */
function isRelease({ component }: ComponentPlan): boolean {
  return /--release\b|\s-c release\b/.test(component.commands.build ?? "") && component.ecosystem !== "elixir";
}

/** Tests that drive a browser. */
export function isBrowser(test: string | null): boolean {
  return /\b(?:playwright|cypress|e2e)\b/.test(test ?? "");
}
