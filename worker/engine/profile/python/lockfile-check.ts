import type { PythonProject } from "./python-project.ts";

/** Says so where a dependency is missing in the lockfile, with which a frozen install fails. */
export function noteOutdatedLock({ draft, folder, lockfile, dependencies, manager }: PythonProject): void {
  if (lockfile === null || (manager !== "uv" && manager !== "poetry" && manager !== "pdm")) return;
  const locked = folder.repository.file(lockfile)?.text;
  if (locked === undefined) return;
  const names = new Set([...locked.matchAll(/^name = "([^"]+)"/gm)].map(([, name]) => name));
  if (names.size === 0) return;
  const missing = dependencies.find(
    ({ name, scope, file, needle }) =>
      scope === "runtime" &&
      file === "pyproject.toml" &&
      !names.has(name) &&
      !(typeof needle === "string" && needle.includes(";")),
  );
  if (!missing) return;
  const detail = `${missing.name} is a dependency, but ${lockfile} does not know it, so a frozen install fails; run \`${manager} lock\`.`;
  draft.note("lockfile_out_of_date", lockfile, detail);
}
