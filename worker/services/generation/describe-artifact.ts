import type { JobExplanation } from "../../engine/generate/generate-options.ts";
import type { Platform } from "../../engine/pipeline/pipeline.ts";
import { neutralCode, neutralProse, neutralTitle } from "../remediations/neutral-text.ts";
import type { ArtifactDraft } from "./draft-artifact.ts";

const PLATFORMS: Readonly<Record<Platform, string>> = {
  github: "GitHub Actions",
  gitlab: "GitLab CI/CD",
  circleci: "CircleCI",
};
const SHORT_SHA = 12;

/** Title and body of an artifact's pull request, written for its reviewers. Text from the repository is neutralised. */
export function describeArtifact(draft: ArtifactDraft): { title: string; body: string } {
  const sections = [
    introduction(draft),
    ...jobsSection(draft),
    ...notesSection(draft),
    checksSection(draft),
    verifySection(draft),
  ];
  return { title: titleOf(draft), body: `${sections.join("\n\n")}\n` };
}

function titleOf({ artifact, files }: ArtifactDraft): string {
  const [file] = files;
  const path = file?.path ?? "";
  if (file?.beforeSha) return neutralTitle(`Update the pipeline in ${path}`);
  const isPipeline = path === artifact.files[0]?.path;
  return neutralTitle(isPipeline ? `Add a ${PLATFORMS[artifact.platform]} pipeline` : `Add ${path}`);
}

function introduction({ artifact, files, isEdited }: ArtifactDraft): string {
  const paths = files.map(({ path, beforeSha }) => `${beforeSha === null ? "adds" : "changes"} ${neutralCode(path)}`);
  return ["## What this changes", `It ${paths.join(" and ")}. ${originOf(artifact, isEdited)}`].join("\n\n");
}

function originOf({ template }: ArtifactDraft["artifact"], isEdited: boolean): string {
  const written = template
    ? `AutoDevOps wrote it from the template ${neutralCode(template.name)} (version ${template.version}).`
    : "AutoDevOps wrote it from what this repository's own files say.";
  return isEdited ? `${written} It was edited by hand before this pull request was made.` : written;
}

function jobsSection({ edited: { jobs } }: ArtifactDraft): string[] {
  return jobs.length === 0 ? [] : ["## Jobs", ...jobs.map(jobSection)];
}

function jobSection({ name, why, commands }: JobExplanation): string {
  const lines = commands.flatMap((command) => command.split("\n")).filter((line) => line.trim() !== "");
  const list = lines.map((line) => `- ${neutralCode(line)}`);
  return [`### ${neutralProse(name)}`, neutralProse(why), ...(list.length > 0 ? [list.join("\n")] : [])].join("\n\n");
}

function notesSection({ artifact }: ArtifactDraft): string[] {
  if (artifact.notes.length === 0) return [];
  return ["## Before you merge", artifact.notes.map(({ detail }) => `- ${neutralProse(detail)}`).join("\n")];
}

function checksSection({ receipt, problems, base, baseCommit }: ArtifactDraft): string {
  const warnings = problems.map(
    ({ path, line, message }) => `- ${neutralCode(`${path}:${line}`)} ${neutralProse(message)}`,
  );
  const files = receipt.files.map(
    ({ path, after }) => `- ${neutralCode(path)}, SHA-256 ${neutralCode(after.slice(0, SHORT_SHA))}`,
  );
  const isClean = receipt.checks.every(({ passed }) => passed);
  return [
    "## Checks",
    `It parses, fits the platform's schema, and ${isClean ? "brings no new finding" : "**brings new findings**"}. Findings in the repository: ${receipt.findingsBefore} before, ${receipt.findingsAfter} after. Rule set ${neutralCode(receipt.ruleSetVersion)}, based on commit ${neutralCode(baseCommit.slice(0, SHORT_SHA))} of ${neutralCode(base)}.`,
    files.join("\n"),
    ...(warnings.length > 0 ? ["What validation warns of:", warnings.join("\n")] : []),
  ].join("\n\n");
}

function verifySection({ artifact }: ArtifactDraft): string {
  const runs =
    artifact.platform === "github"
      ? "- The workflow runs on this pull request: let it finish before you merge."
      : `- Run the pipeline of this branch on ${PLATFORMS[artifact.platform]} before you merge.`;
  const audit = `- Run ${neutralCode("npx autodevops audit .")} on this branch: it reports the findings that remain.`;
  return ["## How to verify", [runs, audit].join("\n")].join("\n\n");
}
