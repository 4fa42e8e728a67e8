import type { RepositoryModel } from "../../model/repository.ts";
import { defineRule } from "../../rule.ts";

const MANIFESTS = ["package.json", "pyproject.toml", "go.mod", "Cargo.toml"];
/** Configuration of tools that run checks on every commit, at the root. */
const HOOKS =
  /^(?:\.pre-commit-config\.ya?ml$|prek\.toml$|\.husky\/|\.githooks\/|\.git-hooks\/|(?:\.config\/)?\.?lefthook(?:-local)?\.(?:ya?ml|toml|jsonc?)$|\.?simple-git-hooks\.[cm]?js(?:on)?$|\.huskyrc|husky\.config\.|\.overcommit\.yml$|\.cargo-husky\/|captainhook\.json$|grumphp\.ya?ml(?:\.dist)?$|\.vite-hooks\/)/;
const IN_PACKAGE =
  /"(?:simple-git-hooks|pre-commit|husky|lefthook|lint-staged|nano-staged|yorkie|gitHooks|git-hooks|ghooks|@evilmartians\/lefthook|@j178\/prek)"\s*:/;
const IN_MANIFEST: Readonly<Record<string, RegExp>> = {
  "package.json": IN_PACKAGE,
  "Cargo.toml": /^\s*(?:cargo-husky|rusty-hook)\b/m,
};

export const missingPrecommitHook = defineRule({
  meta: {
    id: "missing-precommit-hook",
    category: "quality",
    severity: "info",
    title: "No checks run before a commit",
    fixClass: "none",
    profile: "strict",
    scope: "repository",
    docs: {
      what: "A repository with a `package.json`, `pyproject.toml`, `go.mod` or `Cargo.toml` in its root, and no configuration of a tool that checks commits: pre-commit, prek, Husky, Lefthook, simple-git-hooks and the like. Only in the strict profile.",
      why: "A hook finds wrong formatting, merge markers and leaked keys in seconds on the author's machine, where the pipeline finds them minutes later and for everybody to see. Source: pre-commit.com, “Introduction”.",
      notReported:
        "Hooks in a package that is not in the root are seen only by their folder in the root. Repositories with any of these tools' files, or with one of them in `package.json` or `Cargo.toml`. Repositories of other languages. A `package.json` that was not read.",
      fix: "Add a `.pre-commit-config.yaml` with the linter and formatter that the pipeline already runs, and tell people to run `pre-commit install` once. The pipeline stays the judge: a hook can be skipped.",
      example: {
        before: "pyproject.toml\n.github/workflows/ci.yml\n",
        after: "pyproject.toml\n.pre-commit-config.yaml\n.github/workflows/ci.yml\n",
      },
    },
  },

  *check({ repository, strict }) {
    const manifest = MANIFESTS.find((name) => repository.has(name));
    if (!strict || manifest === undefined || hasHooks(repository)) return;
    yield {
      message: `Nothing checks a commit before it is made; add a \`.pre-commit-config.yaml\` with the checks that the pipeline runs.`,
      path: manifest,
      at: { start: 0, end: 0 },
      anchor: "repository",
    };
  },
});

/** Also true for a manifest that was not read and could name one. */
function hasHooks(repository: RepositoryModel): boolean {
  const isNamed = Object.entries(IN_MANIFEST).some(([name, pattern]) => {
    if (!repository.has(name)) return false;
    const text = repository.file(name)?.text;
    return text === undefined || pattern.test(text);
  });
  return isNamed || repository.snapshot.paths.some((path) => HOOKS.test(path));
}
