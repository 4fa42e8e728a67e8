import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";

const LANGUAGES: readonly (readonly [string, RegExp])[] = [
  ["node", /^package\.json$/],
  ["python", /^(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|.*requirements.*\.txt)$/],
  ["go", /^go\.(?:mod|work)$/],
  ["rust", /^Cargo\.toml$/],
  ["java", /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/],
  ["ruby", /^(?:Gemfile|.+\.gemspec)$/],
  ["php", /^composer\.json$/],
  ["dotnet", /\.(?:cs|fs|vb)proj$|^.+\.slnx?$/],
  ["elixir", /^mix\.exs$/],
  ["dart", /^pubspec\.yaml$/],
  ["swift", /^Package\.swift$/],
  ["deno", /^deno\.jsonc?$/],
  ["cpp", /^(?:CMakeLists\.txt|meson\.build)$/],
];

/** Every name above ends like this: most paths need no further look. */
const MAY_SAY_SOMETHING =
  /(?:\.(?:jsonc?|ya?ml|toml|txt|mod|work|py|cfg|xml|kts|gradle|gemspec|slnx?|[cfv][sb]proj|exs|swift|build)|Pipfile|Gemfile)$/;

const NOT_OURS = /(?:^|\/)(?:vendor|third_party|testdata|fixtures|__fixtures__)\//;

/** What the names of manifests tell, for rules that ask for no more: `node`, `python`, `go`… in the order of the table. */
export const manifestLanguages = memo((repository: RepositoryModel): readonly string[] => {
  const paths = repository.snapshot.paths.filter((path) => MAY_SAY_SOMETHING.test(path) && !NOT_OURS.test(path));
  const names = [...new Set(paths.map((path) => path.slice(path.lastIndexOf("/") + 1)))];
  const found = LANGUAGES.filter(([, pattern]) => names.some((name) => pattern.test(name)));
  return found.map(([language]) => language);
});
