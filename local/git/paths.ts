/** Why a path cannot stand in a tree; null when it can. Git itself silently ignores some of these. */
export function badPath(path: string): string | null {
  if (path === "") return "path cannot be empty";
  if (path.startsWith("/")) return "path cannot start with a slash";
  if (path.includes("\0")) return "path contains a null byte";
  if (!path.isWellFormed()) return "path is not valid Unicode";
  const parts = path.split("/");
  if (parts.includes("")) return "path contains an empty part";
  if (parts.some((part) => part === "." || part === "..")) return "path contains a malformed path component";
  return parts.some(isDotGit) ? "path contains .git" : null;
}

/** `.git` as any file system may spell it: in any case, with trailing dots or spaces, or with invisible characters. */
function isDotGit(part: string): boolean {
  const plain = part
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")
    .toLowerCase()
    .replace(/(?::.*)?[. ]*$/, "");
  return plain === ".git" || plain === "git~1";
}
