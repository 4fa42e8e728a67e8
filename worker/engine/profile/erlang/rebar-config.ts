import type { Folder } from "../folder.ts";
import type { Dependency } from "../mark-dependencies.ts";

export const MANIFEST = "rebar.config";

/** The configuration without comments, positions kept. */
export function rebarText(folder: Folder): string {
  return folder.text(MANIFEST).replace(/^[ \t]*%.*$/gm, (comment) => " ".repeat(comment.length));
}

/** Dependencies on the top level; those of profiles are left out. */
export function rebarDependencies(folder: Folder): Dependency[] {
  const text = rebarText(folder);
  const start = text.search(/^\{\s*deps\s*,/m);
  if (start < 0) return [];
  const end = text.slice(start).search(/\}\.[ \t]*$/m);
  const list = end < 0 ? text.slice(start) : text.slice(start, start + end);
  const names = [...list.matchAll(/(?:^|[{[,])\s*([a-z]\w*)(?=\s*(?:,|\]|\{|$))/gm)];
  return names
    .filter(({ 1: name }) => !/^(?:deps|git|hex|pkg|tag|branch|ref|if_var_true)$/.test(name ?? ""))
    .map((match) => ({
      name: match[1] ?? "",
      path: folder.at(MANIFEST),
      line: folder.file(MANIFEST)?.lines.lineAt(start + match.index + match[0].length - 1) ?? null,
      isTest: false,
    }));
}
