import type { ComponentDraft } from "../component-draft.ts";
import { foldersWith, joinPath, matchesPattern } from "../folder-paths.ts";
import { record, text, texts, valueAt } from "../read-value.ts";

/** Folders from the root of the repository whose projects this one installs: members of a uv workspace, or Poetry's path dependencies. */
export function addWorkspace(draft: ComponentDraft, pyproject: unknown): readonly string[] {
  const members = uvMembers(draft, pyproject);
  if (members.length > 0) {
    draft.monorepo("uv", members, draft.proof("pyproject.toml", /^\[tool\.uv\.workspace\]/m));
    return members;
  }
  const paths = poetryPaths(draft, pyproject);
  draft.monorepo("poetry", paths, draft.proof("pyproject.toml", /\bpath\s*=/));
  return [];
}

function uvMembers({ folder }: ComponentDraft, pyproject: unknown): string[] {
  const workspace = valueAt(pyproject, "tool", "uv", "workspace");
  const globs = (key: string) =>
    texts(valueAt(workspace, key)).flatMap((pattern) => joinPath(folder.path, pattern) ?? []);
  const [members, excluded] = [globs("members"), globs("exclude")];
  if (members.length === 0) return [];
  return foldersWith(folder, "pyproject.toml").filter(
    (path) =>
      path !== folder.path &&
      members.some((pattern) => matchesPattern(pattern, path)) &&
      !excluded.some((pattern) => matchesPattern(pattern, path)),
  );
}

/** Projects below this one, without a lockfile of their own, that Poetry installs from their folders. */
function poetryPaths({ folder }: ComponentDraft, pyproject: unknown): string[] {
  const poetry = valueAt(pyproject, "tool", "poetry");
  const groups = Object.values(record(valueAt(poetry, "group"))).map((group) => valueAt(group, "dependencies"));
  const tables = [valueAt(poetry, "dependencies"), valueAt(poetry, "dev-dependencies"), ...groups];
  return tables
    .flatMap((table) => Object.values(record(table)))
    .flatMap((detail) => joinPath(folder.path, text(valueAt(detail, "path")) ?? "/") ?? [])
    .filter((path) => path !== folder.path && (folder.path === "." || path.startsWith(`${folder.path}/`)))
    .filter((path) => folder.repository.has(`${path}/pyproject.toml`) && !folder.repository.has(`${path}/poetry.lock`));
}
