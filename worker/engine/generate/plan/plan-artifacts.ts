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
  const paths = reportPaths(test).map((path) => withFolder(component.path, path));
  if (paths.length === 0) return [];
  const name = prefix === null ? "test-reports" : `${prefix}-test-reports`;
  return [{ name, paths, retentionDays: RETENTION_DAYS, when: "always", report: "junit" }];
}

function reportPaths(test: string): readonly string[] {
  if (MAVEN.test(test)) return ["**/target/surefire-reports/TEST-*.xml"];
  if (GRADLE.test(test)) return ["**/build/test-results/**/TEST-*.xml"];
  const named = /--junit-?xml[=\s]+([\w./-]+\.xml)/.exec(test)?.[1];
  return named === undefined ? [] : [named];
}
