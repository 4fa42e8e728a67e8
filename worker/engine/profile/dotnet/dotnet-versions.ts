import type { ComponentDraft } from "../component-draft.ts";
import { nearest } from "../folder-paths.ts";
import { imageSource, pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import type { DotnetScope } from "./dotnet-scope.ts";

/** The SDK that `global.json` names; else the newest framework that a project is built for, then the others: each must be there for its tests. */
export function addDotnetVersions(draft: ComponentDraft, scope: DotnetScope): void {
  const exact = [...globalJson(draft), ...readVersions(draft, toolSources("dotnet", "dotnet-core"))];
  const targets = targetVersions(scope);
  const [first] = exact.length > 0 ? exact : targets;
  if (first) pickVersion(draft, "dotnet", [first]);
  else pickVersion(draft, "dotnet", readVersions(draft, [imageSource("(?:sdk|aspnet)")]));
  const line = first?.version.split(".").slice(0, 2).join(".");
  for (const other of targets) {
    if (other !== first && other.version !== line) pickVersion(draft, "dotnet", [other]);
  }
}

function globalJson({ folder }: ComponentDraft): VersionClaim[] {
  const path = nearest(folder, "global.json");
  const file = path === null ? null : folder.repository.file(path);
  const match = file && /"sdk"\s*:\s*\{[^{}]*?"version"\s*:\s*"(\d[^"]*)"/.exec(file.text);
  if (!file || !match?.[1]) return [];
  const line = file.lines.lineAt(match.index + match[0].lastIndexOf(match[1]));
  return [{ version: match[1], kind: "exact", path: file.path, line }];
}

/** `net8.0`, `net8.0-windows` and `netcoreapp3.1` of projects that run, the newest first; libraries for older ones need nothing of their own. */
function targetVersions({ projects }: DotnetScope): VersionClaim[] {
  const running = projects.filter(({ isTest, isProgram }) => isTest || isProgram);
  const claims = (running.length > 0 ? running : projects).flatMap(({ targets }) =>
    targets.flatMap(({ name, path, line }) => {
      const version = /^(?:net|netcoreapp)(\d{1,2}\.\d)(?:-|$)/.exec(name)?.[1];
      return version === undefined ? [] : [{ version, kind: "exact" as const, path, line }];
    }),
  );
  const distinct = claims.filter(
    (claim, index) => claims.findIndex(({ version }) => version === claim.version) === index,
  );
  return distinct.sort((a, b) => Number(b.version) - Number(a.version));
}
