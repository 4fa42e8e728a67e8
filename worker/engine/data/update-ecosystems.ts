/**
 * Package ecosystems that Dependabot updates, and the files that prove one. Source: docs.github.com, "Dependabot supported
 * ecosystems and repositories", seen 2026-11-21.
 */

import { memo } from "../memo.ts";
import { isSamplePath } from "../model/sample-path.ts";

export interface Ecosystem {
  /** Value of `package-ecosystem`. */
  readonly name: string;
  /** Other names whose entry updates the same files. */
  readonly also: readonly string[];
  /** Manager of the same files in Renovate: docs.renovatebot.com/modules/manager. */
  readonly renovate: readonly string[];
  /** Paths that prove it; of manifests only those of the root or beside a lockfile, as others are samples more often than not. */
  readonly files: RegExp;
}

const TABLE = `
github-actions||github-actions|^\\.github/workflows/[^/]+\\.ya?ml$
npm|bun|npm,bun|^(?:package\\.json|(?:.+/)?(?:package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock|pnpm-lock\\.yaml|bun\\.lockb?))$
pip|uv,conda|pip_requirements,pip_setup,pipenv,poetry,pep621,pip-compile,setup-cfg|^(?:requirements\\.txt|pyproject\\.toml|setup\\.py|Pipfile|(?:.+/)?(?:poetry\\.lock|Pipfile\\.lock|pdm\\.lock|uv\\.lock))$
bundler||bundler|^(?:Gemfile|(?:.+/)?Gemfile\\.lock)$
cargo||cargo|^(?:Cargo\\.toml|(?:.+/)?Cargo\\.lock)$
composer||composer|^(?:composer\\.json|(?:.+/)?composer\\.lock)$
gomod||gomod|^(?:go\\.mod|(?:.+/)?go\\.sum)$
gradle||gradle,gradle-wrapper|^(?:build\\.gradle(?:\\.kts)?|settings\\.gradle(?:\\.kts)?|gradle/libs\\.versions\\.toml)$
maven||maven|^pom\\.xml$
mix||mix|^(?:mix\\.exs|(?:.+/)?mix\\.lock)$
nuget||nuget|^(?:[^/]+\\.(?:cs|fs|vb)proj|Directory\\.Packages\\.props|(?:.+/)?packages\\.lock\\.json|[^/]+\\.slnx?)$
pub||pub|^(?:pubspec\\.yaml|(?:.+/)?pubspec\\.lock)$
swift||swift|^Package\\.swift$
docker||dockerfile|^(?:Dockerfile|Containerfile)$
terraform|opentofu|terraform|^(?:[^/]+\\.tf|(?:.+/)?\\.terraform\\.lock\\.hcl)$
`;

const ECOSYSTEMS: readonly Ecosystem[] = TABLE.trim()
  .split("\n")
  .map((row) => {
    const [name = "", also = "", renovate = "", files = ""] = splitRow(row);
    return { name, also: list(also), renovate: list(renovate), files: new RegExp(files) };
  });

/** The first three bars part columns; those behind them belong to the pattern. */
function splitRow(row: string): string[] {
  const [name = "", also = "", renovate = "", ...files] = row.split("|");
  return [name, also, renovate, files.join("|")];
}

function list(text: string): string[] {
  return text.split(",").filter(Boolean);
}

const SIDE_FOLDERS = /(?:^|\/)(?:templates?|tests?)\//;

/** Every path that proves an ecosystem ends like this: most paths need no further look. */
const MAY_PROVE_ONE =
  /(?:^|\/)(?:package(?:-lock)?\.json|[\w.-]+\.(?:lockb?|ya?ml|toml|txt|sum|mod|xml|exs|hcl|tf|swift|props|kts|gradle|slnx?|[cfv][sb]proj)|packages\.lock\.json|npm-shrinkwrap\.json|setup\.py|Pipfile|Gemfile|composer\.json|Dockerfile|Containerfile)$/;

/** Ecosystems of a repository by its paths, in the order of the table. */
export const ecosystemsIn = memo((paths: readonly string[]): readonly Ecosystem[] => {
  const own = paths.filter((path) => MAY_PROVE_ONE.test(path) && !isSamplePath(path) && !SIDE_FOLDERS.test(path));
  return ECOSYSTEMS.filter(({ files }) => own.some((path) => files.test(path)));
});
