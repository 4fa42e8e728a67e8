import { isDenoProject } from "../deno/deno-project.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import type { ProfileNote } from "../stack-profile.ts";
import { isAssetStep, isToolbox } from "./asset-step.ts";
import { readCommands } from "./commands/read-commands.ts";
import { readFrameworks } from "./frameworks.ts";
import { countSources, readLanguage } from "./language.ts";
import { lockDrift } from "./lock-drift.ts";
import { readMonorepo } from "./monorepo.ts";
import { manifestOf, type NodePackage, readPackage } from "./node-package.ts";
import { type Manager, readManager } from "./package-manager.ts";
import { readRuntimes } from "./runtimes.ts";
import { readServices } from "./services.ts";

/** Projects with a `package.json`: Node and Bun. */
export const nodeDetector: Detector = {
  ecosystem: "node",
  owns: (folder) => manifestOf(folder) !== null,
  detect: (folder) => {
    const node = readPackage(folder);
    return node === null || isDenoProject(folder) || isMarker(node) ? null : detect(node);
  },
};

/** A `package.json` that only says `"type": "module"`, or nothing at all, makes no project. */
function isMarker(node: NodePackage): boolean {
  const { folder, manifest, isBroken, file } = node;
  if (isBroken || folder.file(file) === null) return false;
  const says = Object.keys(manifest).some(
    (key) => !/^(?:type|private|sideEffects|main|module|types|version|\$schema)$/.test(key),
  );
  const { typescript, javascript } = countSources(folder.names);
  return !says && (folder.path !== "." || typescript + javascript === 0);
}

function detect(node: NodePackage): Detected | null {
  const manager = readManager(node);
  const { monorepo, evidence: packages } = readMonorepo(node, manager);
  const language = readLanguage(node);
  const runtimes = readRuntimes(node, manager);
  const frameworks = readFrameworks(node);
  const commands = readCommands({ node, manager, monorepo });
  if (monorepo === null && isToolbox(node, frameworks.frameworks, commands.commands)) return null;
  const services = readServices(node);
  return {
    language: language.language,
    languages: language.languages,
    packageManager: { name: manager.name, version: manager.version, lockfile: manager.lockfile },
    frameworks: frameworks.frameworks,
    runtimes: runtimes.runtimes,
    monorepo,
    commands: commands.commands,
    services: services.services,
    evidence: [
      language.evidence,
      ...manager.evidence,
      ...runtimes.evidence,
      ...frameworks.evidence,
      ...packages,
      ...commands.evidence,
      ...services.evidence,
    ],
    notes: [
      ...manifestNotes(node),
      ...lockfileNotes(node, manager),
      ...lockDrift(node, manager),
      ...runtimes.notes,
      ...commands.notes,
    ],
    members: monorepo?.packages ?? [],
    isAssetStep: isAssetStep(node, frameworks.frameworks, commands.commands),
  };
}

function manifestNotes({ folder, file, isBroken }: NodePackage): readonly ProfileNote[] {
  if (!isBroken) return [];
  const path = folder.at(file);
  const detail = `${path} is not valid JSON, so its scripts and dependencies are not known; correct it and try again.`;
  return [{ code: "manifest_unreadable", path, detail }];
}

/** Said of the folder whose lockfile it is, once. */
function lockfileNotes(node: NodePackage, manager: Manager): readonly ProfileNote[] {
  const { folder } = manager.root;
  if (folder.path !== node.folder.path) return [];
  const { lockfiles, name, lockfile } = manager;
  const kinds = new Set(lockfiles.map((each) => each.manager));
  const others = lockfiles.filter((each) => each.manager !== name).map((each) => folder.at(each.name));
  if (kinds.size > 1)
    return [
      several(
        lockfiles.map((each) => folder.at(each.name)),
        manager,
      ),
    ];
  if (lockfile !== null || (node.installed.size === 0 && !node.isBroken)) return [];
  return [missing(folder, manager, others)];
}

function several(names: readonly string[], { name, lockfile }: Manager): ProfileNote {
  const used = lockfile === null ? `${name} is used without one of them` : `${lockfile} of ${name} is used`;
  const detail = `There are several lockfiles: ${names.join(" and ")}. ${used}; remove what belongs to other package managers.`;
  return { code: "several_lockfiles", path: lockfile ?? names[0] ?? null, detail };
}

function missing(folder: Folder, { name, root }: Manager, others: readonly string[]): ProfileNote {
  const path = folder.at(root.file);
  const other = others[0];
  const detail =
    other === undefined
      ? `${path} has dependencies but no lockfile, so every run may install other versions; run \`${name} install\` and commit the lockfile.`
      : `${path} asks for ${name}, but the only lockfile is ${other}, which ${name} does not read; run \`${name} install\` and commit its lockfile.`;
  return { code: "no_lockfile", path, detail };
}
