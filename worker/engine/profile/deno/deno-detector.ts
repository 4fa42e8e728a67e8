import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { readFrameworks } from "../node/frameworks.ts";
import { countSources } from "../node/language.ts";
import { matchesGlobs } from "../node/path-glob.ts";
import { nearestPin, withParents } from "../node/pinned-tool.ts";
import { readServices } from "../node/services.ts";
import { texts, valueAt } from "../read-value.ts";
import type { Monorepo, ProfileEvidence, ProfileNote, RuntimeVersion } from "../stack-profile.ts";
import { readDenoCommands } from "./deno-commands.ts";
import { asPackage } from "./deno-dependencies.ts";
import { denoConfigOf, isDenoProject, isUnclear } from "./deno-project.ts";

/** Projects that Deno runs. */
export const denoDetector: Detector = {
  ecosystem: "deno",
  owns: (folder) => denoConfigOf(folder) !== null || folder.has("deno.lock"),
  detect: (folder) => (isDenoProject(folder) ? detect(folder) : null),
};

function detect(folder: Folder): Detected {
  const node = asPackage(folder);
  const runtime = readVersion(folder);
  const root = rootOf(folder);
  const lockfile = root.has("deno.lock") ? root.at("deno.lock") : null;
  const frameworks = readFrameworks(node);
  const commands = readDenoCommands(folder, lockfile);
  const services = readServices(node);
  const monorepo = readMembers(folder);
  const { language, languages } = languagesOf(folder);
  const version = runtime?.version ?? null;
  const manager = {
    about: "package_manager",
    value: version === null ? "deno" : `deno ${version}`,
    confidence: "high",
  } as const;
  return {
    language,
    languages,
    packageManager: { name: "deno", version, lockfile },
    frameworks: frameworks.frameworks,
    runtimes: runtime ? [runtime] : [],
    monorepo,
    commands: commands.commands,
    services: services.services,
    evidence: [
      folder.evidence({ about: "language", value: language, confidence: "high" }, node.file),
      folder.evidence(manager, node.file),
      ...(runtime ? [runtimeEvidence(folder, runtime)] : []),
      ...(monorepo
        ? [folder.evidence({ about: "monorepo", value: "deno", confidence: "high" }, node.file, '"workspace"')]
        : []),
      ...frameworks.evidence,
      ...commands.evidence,
      ...services.evidence,
    ],
    notes: notesOf(folder, node.isBroken),
    members: monorepo?.packages ?? [],
    isAssetStep: false,
  };
}

function languagesOf(folder: Folder): Pick<Detected, "language" | "languages"> {
  const { typescript, javascript } = countSources(folder.below);
  if (javascript > typescript)
    return { language: "javascript", languages: typescript > 0 ? ["javascript", "typescript"] : ["javascript"] };
  return { language: "typescript", languages: javascript > 0 ? ["typescript", "javascript"] : ["typescript"] };
}

/** The version of Deno that the folder, or one around it, asks for. */
function readVersion(folder: Folder): RuntimeVersion | null {
  for (const each of withParents(folder)) {
    for (const name of [".deno-version", ".dvmrc"]) {
      const version = /^\s*v?(\d[\w.-]*)/.exec(each.text(name))?.[1];
      if (version !== undefined) return { name: "deno", version, file: each.at(name), kind: "exact" };
    }
  }
  const pin = nearestPin(folder, "deno");
  if (pin) return { name: "deno", version: pin.version, file: pin.folder.at(pin.file), kind: "exact" };
  const image = /^FROM\s+(?:--platform=\S+\s+)?denoland\/deno:(?:[a-z]+-)?(\d[\d.]*)/m.exec(
    folder.text("Dockerfile"),
  )?.[1];
  return image === undefined ? null : { name: "deno", version: image, file: folder.at("Dockerfile"), kind: "exact" };
}

function runtimeEvidence({ repository }: Folder, { version, file }: RuntimeVersion): ProfileEvidence {
  const source = repository.file(file);
  const at = source?.text.indexOf(version) ?? -1;
  const line = source && at >= 0 ? source.lines.lineAt(at) : null;
  return { about: "runtime", value: `deno ${version}`, path: file, line, confidence: "high" };
}

function workspaceGlobs(folder: Folder): readonly string[] {
  const file = denoConfigOf(folder);
  const value = valueAt(file && folder.json(file), "workspace");
  return [...texts(value), ...texts(valueAt(value, "members"))];
}

function readMembers(folder: Folder): Monorepo | null {
  const globs = workspaceGlobs(folder);
  if (globs.length === 0) return null;
  const folders = folder.below.flatMap((path) => /^(.+)\/(?:deno\.jsonc?|package\.json)$/.exec(path)?.[1] ?? []);
  const packages = [...new Set(folders)].filter((path) => matchesGlobs(path, globs)).map((path) => folder.at(path));
  return packages.length > 0 ? { tool: "deno", packages: packages.sort() } : null;
}

/** The folder whose lockfile counts: its own, or that of the workspace around it. */
function rootOf(folder: Folder): Folder {
  if (folder.has("deno.lock")) return folder;
  const isMember = (root: Folder) =>
    matchesGlobs(root.path === "." ? folder.path : folder.path.slice(root.path.length + 1), workspaceGlobs(root));
  return withParents(folder).slice(1).find(isMember) ?? folder;
}

function notesOf(folder: Folder, isBroken: boolean): readonly ProfileNote[] {
  const notes: ProfileNote[] = [];
  const file = denoConfigOf(folder) ?? "deno.lock";
  const path = folder.at(file);
  if (isBroken) {
    const detail = `${path} is not valid JSON, so its tasks and imports are not known; correct it and try again.`;
    notes.push({ code: "manifest_unreadable", path, detail });
  }
  if (isUnclear(folder)) {
    const detail = `${path} and ${folder.at("package.json")} stand in one folder, and neither lockfiles nor tasks say who runs it: Deno is taken for it. Commit the lockfile of the one that does.`;
    notes.push({ code: "uncertain", path, detail });
  }
  return notes;
}
