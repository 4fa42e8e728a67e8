import type { Folder } from "../folder.ts";
import type { Dependency } from "../mark-dependencies.ts";

export const MANIFEST = "mix.exs";

/** A dependency of `mix.exs`. */
export interface MixDependency extends Dependency {
  /** Left to who uses the library. */
  readonly isOptional: boolean;
  /** False for what lies in the repository. */
  readonly isPublished: boolean;
}

/** Dependencies that a project names. `mix.exs` is a program: tuples of its list are read, comments left out. */
export function mixDependencies(folder: Folder, name = MANIFEST): MixDependency[] {
  const { text, offset } = depsFunction(
    folder.text(name).replace(/^[ \t]*#.*$/gm, (comment) => " ".repeat(comment.length)),
  );
  const tuples = [...text.matchAll(/\{\s*:(\w+)\s*,/g)];
  return tuples.map((match, index) => {
    const options = text.slice(match.index, tuples[index + 1]?.index);
    const line = folder.file(name)?.lines.lineAt(offset + match.index) ?? null;
    return {
      name: match[1] ?? "",
      path: folder.at(name),
      line,
      isTest: /\bonly:\s*(?:\[\s*)?:(?:dev|test|docs)\b/.test(options) && !/\bonly:[^\]}]*:prod\b/.test(options),
      isOptional: /\boptional:\s*true\b/.test(options),
      isPublished: !/\b(?:path|in_umbrella):/.test(options),
    };
  });
}

/** The function that lists dependencies, and where it begins; all of the text where there is none of that name. */
function depsFunction(text: string): { readonly text: string; readonly offset: number } {
  const start = text.search(/^[ \t]*defp?[ \t]+deps\b/m);
  if (start < 0) return { text, offset: 0 };
  const rest = text.slice(start);
  const end = rest.search(/^ {0,2}end\b/m);
  return { text: end < 0 ? rest : rest.slice(0, end), offset: start };
}

/** Where the applications of an umbrella are; null for a project of its own. */
export function appsPath(folder: Folder): string | null {
  return /^[ \t]*apps_path:\s*"([^"]+)"/m.exec(folder.text(MANIFEST))?.[1] ?? null;
}
