/** A repository in a user's folder. Its configuration may be hostile: every command on it carries `foundArgs`. */
export type FoundSource = {
  /** The folder that was found (working tree, linked worktree or bare). */
  dir: string;
  /** Absolute path of the git directory shared by all worktrees. */
  commonDir: string;
  objectsDir: string;
};

/** What must precede any subcommand run inside a found repository: no hook, monitor, helper or clean-up may start. */
export function foundArgs(found: Pick<FoundSource, "dir">): string[] {
  return [
    "-C",
    found.dir,
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.alternateRefsCommand=true",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
    "-c",
    `safe.directory=${found.dir}`,
  ];
}
