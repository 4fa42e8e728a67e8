import type { ComponentDraft, Proof } from "../component-draft.ts";
import { proofIn } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { upward } from "../folder-paths.ts";
import { readVersions, toolSources } from "../pick-version.ts";
import { record, text, valueAt } from "../read-value.ts";
import { condaFile } from "./conda.ts";
import type { PythonManager } from "./python-project.ts";
import { filesToInstall, isCompiled } from "./requirement-files.ts";

interface Found {
  readonly name: PythonManager;
  readonly lockfile: string | null;
  readonly proof: Proof;
}

const LOCKFILES: readonly (readonly [file: string, name: PythonManager])[] = [
  ["uv.lock", "uv"],
  ["poetry.lock", "poetry"],
  ["pdm.lock", "pdm"],
  ["Pipfile.lock", "pipenv"],
];

/**
 * Who installs the project: the manager of its lockfile, else the one that its manifests configure, else pip. A
 * range of versions is evidence alone: the newest is in it as a rule.
 */
export function addManager(draft: ComponentDraft): Found | null {
  const found = byLockfile(draft) ?? byWorkspace(draft) ?? byConfiguration(draft) ?? byPip(draft);
  if (!found) return null;
  const { name, lockfile, proof } = found;
  const version = versionOf(draft, name);
  const exact = version && /^\d[\w.]*$/.test(version.version) ? version.version : null;
  draft.manager({ name, version: exact, lockfile }, proof);
  if (version) {
    const { path, line } = version;
    draft.evidence("package_manager", `${name} ${version.version}`, { path, line, confidence: "high" });
  }
  noteConflicts(draft, found);
  return found;
}

function byLockfile(draft: ComponentDraft): Found | null {
  const found = LOCKFILES.find(([file]) => draft.folder.has(file));
  if (!found) return null;
  const [file, name] = found;
  return { name, lockfile: draft.folder.at(file), proof: draft.proof(file) };
}

/** A member of a uv workspace above has no lockfile of its own. */
function byWorkspace({ folder }: ComponentDraft): Found | null {
  const above = upward(folder.path)
    .slice(1)
    .map((path) => (path === "." ? "" : `${path}/`));
  const root = above.find((prefix) =>
    /^\[tool\.uv\.workspace\]/m.test(folder.repository.file(`${prefix}pyproject.toml`)?.text ?? ""),
  );
  if (root === undefined || !folder.has("pyproject.toml")) return null;
  const lockfile = folder.repository.has(`${root}uv.lock`) ? `${root}uv.lock` : null;
  const proof = proofIn(folder.repository, `${root}pyproject.toml`, /^\[tool\.uv\.workspace\]/m);
  return { name: "uv", lockfile, proof };
}

function byConfiguration(draft: ComponentDraft): Found | null {
  const { folder } = draft;
  const manifest = folder.toml("pyproject.toml");
  const tool = (name: string) => record(valueAt(manifest, "tool", name));
  const broken = folder.isBroken("pyproject.toml") ? folder.text("pyproject.toml") : "";
  const section = (name: string) => new RegExp(`^\\[(?:tool\\.${name}|${name}\\.)[\\].]`, "m");
  const isProject = valueAt(manifest, "project") !== undefined;
  const configured = (name: PythonManager): Found => ({
    name,
    lockfile: null,
    proof: draft.proof("pyproject.toml", section(name)),
  });
  const isUv = isProject && (Object.keys(tool("uv")).length > 0 || folder.has("uv.toml"));
  if (isUv || section("uv").test(broken)) return configured("uv");
  if (isPoetry(manifest) || section("poetry").test(broken)) return configured("poetry");
  if (Object.keys(tool("pdm")).some((key) => !/^(?:build|version)$/.test(key))) return configured("pdm");
  if (folder.has("Pipfile")) return { name: "pipenv", lockfile: null, proof: draft.proof("Pipfile") };
  return valueAt(tool("hatch"), "envs") === undefined ? null : configured("hatch");
}

/** Poetry installs what its own table lists, and what PEP 621 lists where Poetry is the build backend too. */
function isPoetry(manifest: unknown): boolean {
  const table = record(valueAt(manifest, "tool", "poetry"));
  const isBackend = /^poetry\b/.test(text(valueAt(manifest, "build-system", "build-backend")) ?? "");
  return "dependencies" in table || "group" in table || "name" in table || isBackend;
}

function byPip(draft: ComponentDraft): Found | null {
  const { folder } = draft;
  const files = filesToInstall(folder);
  const conda = condaFile(folder);
  const [first] = files;
  if (first) {
    const lockfile = isCompiled(folder, first.name) ? folder.at(first.name) : null;
    return { name: "pip", lockfile, proof: draft.proof(first.name) };
  }
  if (conda !== null) return { name: "conda", lockfile: null, proof: draft.proof(conda) };
  const isProject = /^\[(?:project|build-system)\]/m.test(folder.text("pyproject.toml"));
  const manifest = isProject ? "pyproject.toml" : folder.first("setup.py", "setup.cfg");
  return manifest === null ? null : { name: "pip", lockfile: null, proof: draft.proof(manifest, undefined, "medium") };
}

interface StatedVersion {
  readonly version: string;
  readonly path: string;
  readonly line: number | null;
}

/** The version of the manager that the repository names: the one that wrote the lockfile, a requirement, or a tool file. */
function versionOf(draft: ComponentDraft, name: PythonManager): StatedVersion | null {
  const { folder } = draft;
  const own = name === "poetry" ? poetryVersion(folder) : name === "uv" ? uvVersion(folder) : null;
  return own ?? readVersions(draft, toolSources(name, `pipx:${name}`, `asdf:${name}`))[0] ?? null;
}

function poetryVersion(folder: Folder): StatedVersion | null {
  return (
    stated(folder, "poetry.lock", /@generated by Poetry (\d[\w.]*)/) ??
    stated(folder, "pyproject.toml", /^requires-poetry\s*=\s*["']([^"']+)["']/m) ??
    stated(folder, "pyproject.toml", /["']poetry(?:-core|_core)?\s*(?:>=|==|~=|\^)\s*([2-9])[\d.]*[^"']*["']/)
  );
}

function uvVersion(folder: Folder): StatedVersion | null {
  const pattern = /^required-version\s*=\s*["'](?:==\s*)?([^"']+)["']/m;
  return (
    stated(folder, "uv.toml", pattern) ??
    stated(folder, "pyproject.toml", /^\[tool\.uv\][^[]*?^required-version\s*=\s*["'](?:==\s*)?([^"']+)["']/m)
  );
}

function stated(folder: Folder, name: string, pattern: RegExp): StatedVersion | null {
  const file = folder.file(name);
  const match = file && pattern.exec(file.text);
  if (!file || !match?.[1]) return null;
  const offset = match.index + match[0].lastIndexOf(match[1]);
  return { version: match[1].trim(), path: file.path, line: file.lines.lineAt(offset) };
}

/** Other managers' files beside the chosen one, and a manager without its lockfile. */
function noteConflicts(draft: ComponentDraft, { name, lockfile, proof }: Found): void {
  const { folder } = draft;
  const others = LOCKFILES.filter(([file]) => folder.has(file) && folder.at(file) !== lockfile).map(([file]) => file);
  const files = name === "pip" || name === "conda" ? [] : filesToInstall(folder).map((file) => file.name);
  const beside = [...others, ...files];
  const reason = lockfile === null ? `${proof.path} configures it` : `${lockfile} pins every version`;
  const [first] = beside;
  if (first !== undefined) {
    const detail = `${beside.join(", ")} beside the files of ${name}: ${name} is used because ${reason}; remove the others, or generate them from the lockfile.`;
    draft.note("several_lockfiles", folder.at(first), detail);
  }
  if (lockfile === null && name in LOCK_COMMANDS) {
    const detail = `${name} is configured but has no lockfile, so each run may install other versions; run \`${LOCK_COMMANDS[name]}\` and commit the result.`;
    draft.note("no_lockfile", proof.path, detail);
  }
}

const LOCK_COMMANDS: Readonly<Record<string, string>> = {
  uv: "uv lock",
  poetry: "poetry lock",
  pdm: "pdm lock",
  pipenv: "pipenv lock",
};
