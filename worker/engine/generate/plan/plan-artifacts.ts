import type { Artifact } from "../../pipeline/pipeline.ts";
import { withFolder } from "./component-paths.ts";
import type { ComponentPlan } from "./component-plan.ts";

const RETENTION_DAYS = 7;
/** Goals and tasks that run tests, which write a report in any case. */
const MAVEN = /\bmvnw?\b.*\b(?:test|verify|package|install)\b/;
const GRADLE = /\bgradlew?\b.*\b(?:test|check|build)\b/;

/** Reports that the job's test command surely writes; nothing is collected on a guess. */
export function testReports({ component, prefix }: ComponentPlan): readonly Artifact[] {
  const test = component.commands.test ?? "";
  const artifact = (name: string, paths: readonly string[], report: Artifact["report"]): readonly Artifact[] => {
    if (paths.length === 0) return [];
    const below = paths.map((path) => withFolder(component.path, path));
    const full = prefix === null ? name : `${prefix}-${name}`;
    return [{ name: full, paths: below, retentionDays: RETENTION_DAYS, when: "always", report }];
  };
  return [
    ...artifact("test-reports", reportPaths(test), "junit"),
    ...artifact("coverage", named(test, /--cov-report[=\s]xml(?::([\w./-]+))?/, "coverage.xml"), "cobertura"),
    ...artifact("coverage", named(test, /-coverprofile[=\s]([\w./-]+)/, null), null),
  ];
}

function reportPaths(test: string): readonly string[] {
  if (MAVEN.test(test)) return ["**/target/surefire-reports/TEST-*.xml"];
  if (GRADLE.test(test)) return ["**/build/test-results/**/TEST-*.xml"];
  return named(test, /--junit-?xml[=\s]+([\w./-]+\.xml)/, null);
}

/** The file that an option of a command names, else the one that it means. */
function named(command: string, option: RegExp, usual: string | null): readonly string[] {
  const match = option.exec(command);
  const path = match?.[1] ?? (match ? usual : null);
  return path === null ? [] : [path];
}
