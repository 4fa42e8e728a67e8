import type { Artifact, PipelineJob } from "../pipeline.ts";
import { entry, list, map, type YamlEntry, type YamlValue } from "../yaml-text.ts";

/** GitLab keeps one set of artifacts a job: what a job leaves is put together, for the longest of the times. */
export function artifactsValue(job: PipelineJob): YamlValue | null {
  const { artifacts } = job;
  if (artifacts.length === 0) return null;
  const files = artifacts.filter(({ report }) => report === null).flatMap(({ paths }) => paths);
  const days = Math.max(...artifacts.map(({ retentionDays }) => retentionDays));
  const named = artifacts.find(({ report }) => report === null) ?? artifacts[0];
  return map([
    named ? entry("name", named.name) : null,
    entry("when", whenOf(artifacts)),
    entry("expire_in", days === 1 ? "1 day" : `${days} days`),
    files.length > 0 ? entry("paths", list([...new Set(files)])) : null,
    reportsEntry(artifacts),
  ]);
}

function whenOf(artifacts: readonly Artifact[]): string {
  const [first, ...others] = new Set(artifacts.map(({ when }) => when));
  if (first === undefined || others.length > 0 || first === "always") return "always";
  return first === "failure" ? "on_failure" : "on_success";
}

function reportsEntry(artifacts: readonly Artifact[]): YamlEntry | null {
  const of = (report: Artifact["report"]) =>
    artifacts.filter((artifact) => artifact.report === report).flatMap(({ paths }) => paths);
  const junit = of("junit");
  const [cobertura] = of("cobertura");
  if (junit.length === 0 && cobertura === undefined) return null;
  const coverage = map([entry("coverage_format", "cobertura"), entry("path", cobertura ?? "")]);
  return entry(
    "reports",
    map([
      junit.length > 0 ? entry("junit", list(junit)) : null,
      cobertura === undefined ? null : entry("coverage_report", coverage),
    ]),
  );
}

/** GitLab reads one coverage report a job. */
export function lostReports(job: PipelineJob): string[] {
  const paths = job.artifacts.filter(({ report }) => report === "cobertura").flatMap((artifact) => artifact.paths);
  const others = paths.slice(1).map((path) => `\`${path}\``);
  return others.length > 0 ? [`GitLab reads one coverage report a job; ${others.join(", ")} is not among them.`] : [];
}
