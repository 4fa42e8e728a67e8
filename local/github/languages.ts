import { basename, extname } from "node:path/posix";
import { listTree, type TreeEntry } from "../git/tree.ts";
import type { Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import type { LocalApp } from "./env.ts";

/** Programming and markup languages only: data and prose do not count, as on GitHub. */
const BY_EXTENSION: Record<string, string> = {
  ".astro": "Astro",
  ".bash": "Shell",
  ".c": "C",
  ".cc": "C++",
  ".cpp": "C++",
  ".cs": "C#",
  ".css": "CSS",
  ".cts": "TypeScript",
  ".dart": "Dart",
  ".erl": "Erlang",
  ".ex": "Elixir",
  ".exs": "Elixir",
  ".go": "Go",
  ".gradle": "Gradle",
  ".groovy": "Groovy",
  ".h": "C",
  ".hpp": "C++",
  ".hs": "Haskell",
  ".html": "HTML",
  ".java": "Java",
  ".js": "JavaScript",
  ".jsx": "JavaScript",
  ".kt": "Kotlin",
  ".kts": "Kotlin",
  ".less": "Less",
  ".lua": "Lua",
  ".mjs": "JavaScript",
  ".cjs": "JavaScript",
  ".mts": "TypeScript",
  ".php": "PHP",
  ".pl": "Perl",
  ".py": "Python",
  ".r": "R",
  ".rb": "Ruby",
  ".rs": "Rust",
  ".scala": "Scala",
  ".scss": "SCSS",
  ".sh": "Shell",
  ".sql": "PLpgSQL",
  ".svelte": "Svelte",
  ".swift": "Swift",
  ".tf": "HCL",
  ".ts": "TypeScript",
  ".tsx": "TypeScript",
  ".vue": "Vue",
  ".zig": "Zig",
};
const BY_NAME: Record<string, string> = { Dockerfile: "Dockerfile", Makefile: "Makefile", Rakefile: "Ruby" };
const LEFT_OUT = /(^|\/)(node_modules|vendor|third_party|dist|docs?|documentation|examples?)\/|\.min\.(js|css)$/i;

function languageOf({ path, type, mode }: TreeEntry): string | undefined {
  if (type !== "blob" || mode === "120000" || LEFT_OUT.test(path)) return undefined;
  return BY_NAME[basename(path)] ?? BY_EXTENSION[extname(path).toLowerCase()];
}

/** Bytes per language on the default branch, most first. */
async function readLanguages({ record, view }: Repo): Promise<Record<string, number>> {
  const head = view.refs.get(`refs/heads/${record.defaultBranch}`);
  if (!head) return {};
  const bytes: Record<string, number> = {};
  for (const entry of (await listTree(view, head, true)).entries) {
    const language = languageOf(entry);
    if (language) bytes[language] = (bytes[language] ?? 0) + (entry.size ?? 0);
  }
  return Object.fromEntries(Object.entries(bytes).sort(([, a], [, b]) => b - a));
}

export async function mainLanguage(repo: Repo): Promise<string | null> {
  return Object.keys(await readLanguages(repo))[0] ?? null;
}

export function languages(app: LocalApp): void {
  app.get("/repos/:owner/:repo/languages", async (c) => c.json(await readLanguages(await requireRepo(c))));
}
