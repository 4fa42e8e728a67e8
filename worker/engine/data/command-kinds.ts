/**
 * What a command does for quality: tests, lint, type checks, builds. Source: the tools' own manuals, seen 2026-11-21. A name
 * that is not here has no kind; scripts of the project are judged by their names.
 */
import { memo } from "../memo.ts";
import type { ShellScript } from "../shell/script.ts";

export type CommandKind = "test" | "lint" | "typecheck" | "build";

/** Programs, with their first argument where that decides. */
const PROGRAMS: Readonly<Record<CommandKind, string>> = {
  test: `ava, bats, bazel test, bun test, cabal test, cargo llvm-cov, cargo nextest, cargo tarpaulin, cargo test, composer test, coverage run, ct install,
    ctest, cypress run, dart test, deno test, dotnet test, flutter test, ginkgo, go test, gotestsum, gradle check, gradle test, gradlew check, gradlew test,
    hatch test, helm unittest, jest, just test, karma, lerna test, make check, make test, mix test, mocha, mvn integration-test, mvn test, mvn verify,
    mvnw test, mvnw verify, newman, node --test, nose2, nosetests, nox, npm t, npm test, npm tst, nx test, paratest, pdm test, pest, phpunit, playwright test,
    pnpm t, pnpm test, prove, py.test, pytest, rails test, rake spec, rake test, rspec, sbt test, stack test, swift test, tap, task test, terraform test,
    testcafe, tox, trunk test, turbo test, unittest, vitest, wdio, xcodebuild test, yarn test, zig build test`,
  lint: `actionlint, ansible-lint, biome, black, buf lint, cargo clippy, cargo fmt, checkov, clang-format, clang-tidy, codespell, commitlint, composer lint,
    cpplint, cspell, ct lint, dart analyze, dart format, deno fmt, deno lint, detekt, eslint, flake8, flutter analyze, go vet, gofmt, golangci-lint, golint,
    gradle lint, gradlew lint, hadolint, helm lint, isort, just lint, ktlint, make lint, markdownlint, markdownlint-cli2, mix credo, mix format, oxlint,
    php-cs-fixer, phpcs, pre-commit, prettier, pyflakes, pylint, revive, rubocop, ruff, semgrep, shellcheck, shfmt, sqlfluff, standard, standardrb,
    staticcheck, stylelint, swiftlint, terraform fmt, terraform validate, tflint, vale, xo, yamllint, zizmor`,
  typecheck: `basedpyright, cargo check, deno check, flow, mix dialyzer, mypy, phpstan, psalm, pyre, pyright, pytype, sorbet, srb tc, svelte-check, tsc, ty check, vue-tsc`,
  build: `astro build, bazel build, buildah, bun build, cabal build, cargo build, cmake, docker build, docker buildx, docker compose, dotnet build, dotnet pack,
    dotnet publish, esbuild, flutter build, gem build, go build, go install, gradle assemble, gradle build, gradlew assemble, gradlew build, hatch build,
    helm package, hugo, jekyll, make all, make build, meson, mix compile, mkdocs build, mvn compile, mvn install, mvn package, mvn verify, mvnw compile,
    mvnw install, mvnw package, next build, ng build, ninja, npm pack, nuxt build, nx build, packer build, pdm build, podman build, poetry build, rollup,
    sbt compile, sbt package, stack build, swift build, tsdown, tsup, turbo build, uv build, vite build, webpack, xcodebuild build, zig build`,
};

/** Words in the name of a project's own script, target or task. */
const NAMES: Readonly<Record<CommandKind, RegExp>> = {
  test: /(?:^|[:_.-])(?:tests?|unit|e2e|integration|specs?|coverage|cover|check|checks|ci|verify|validate|qa)(?:$|[:_.-])/,
  lint: /(?:^|[:_.-])(?:lint|format|fmt|prettier|style|eslint|check|checks|ci|verify|qa|biome)(?:$|[:_.-])/,
  typecheck: /(?:^|[:_.-])(?:type-?check|types|tsc|check|checks|ci|verify|qa|mypy|pyright)(?:$|[:_.-])/,
  build: /(?:^|[:_.-])(?:build|compile|bundle|package|dist|ci|all)(?:$|[:_.-])/,
};

const KINDS = Object.keys(PROGRAMS) as CommandKind[];
const byName = new Map<string, readonly CommandKind[]>();
for (const kind of KINDS) {
  for (const name of PROGRAMS[kind].split(/,\s*/)) byName.set(name, [...(byName.get(name) ?? []), kind]);
}

/** Run another program that their arguments name. */
const RUNNERS: ReadonlySet<string> = new Set(
  "npx, bunx, pnpx, pnpm dlx, pnpm exec, yarn dlx, yarn exec, npm exec, bundle exec, uv run, uvx, poetry run, pdm run, hatch run, pipenv run, pipx run, conda run, rye run, python -m, python3 -m, py -m, coverage run -m, sudo, time, xvfb-run, env, exec, nice, timeout, command, stdbuf, dbus-run-session, c8, nyc, dotenv, cross-env, opam exec, mise exec, mise x, docker compose run, rtk, doppler run, op run".split(
    ", ",
  ),
);
/** Run a script of the project by its name. */
const SCRIPT_RUNNERS =
  /^(?:(?:npm|pnpm|bun|deno)(?: -\S+(?: \S+)?)* (?:run|run-script|task)|yarn(?: run| workspaces? \S+(?: run)?)?|pnpm(?: -r| --recursive| --filter \S+)*|bun|make(?: -\S+)*|just|task|mise run|turbo(?: run)?|nx(?: run(?:-many)?| affected)?|lerna run|rake|composer(?: run(?:-script)?)?|gradlew?|poe|invoke|inv|nox -s|tox -e|lage|rush|wireit|moon run)$/;
const LONGEST = 3;

/** First words that can lead anywhere; a command that begins otherwise has no kind. */
const OPENERS = new Set(
  [
    ...byName.keys(),
    ...RUNNERS,
    "npm",
    "pnpm",
    "bun",
    "deno",
    "yarn",
    "make",
    "just",
    "task",
    "mise",
    "turbo",
    "nx",
    "lerna",
    "rake",
    "composer",
    "gradle",
    "gradlew",
    "poe",
    "invoke",
    "inv",
    "nox",
    "tox",
    "lage",
    "rush",
    "wireit",
    "moon",
  ].map((name) => name.split(" ")[0] ?? ""),
);

/** Kinds of one command, by its words; none for what the table does not know. */
export function kindsOfCommand(words: readonly string[]): readonly CommandKind[] {
  const opener = (words[0] ?? "").replace(/^.*\/(?=[^/]+$)/, "");
  return OPENERS.has(opener) || opener === "" || opener.includes(".") ? kindsOfWords(words) : [];
}

function kindsOfWords(words: readonly string[]): readonly CommandKind[] {
  const plain = words.filter((word) => word !== "").map((word) => word.replace(/^.*\/(?=[^/]+$)/, ""));
  const start = skipRunners(plain);
  const rest = plain.slice(start);
  for (let length = Math.min(LONGEST, rest.length); length > 0; length -= 1) {
    const known = byName.get(rest.slice(0, length).join(" "));
    if (known) return known;
  }
  const withoutOptions = rest.filter((word) => !word.startsWith("-"));
  return byName.get(withoutOptions.slice(0, 2).join(" ")) ?? kindsOfProjectScript(rest);
}

function skipRunners(words: readonly string[]): number {
  let at = 0;
  for (let moved = true; moved; ) {
    const length = [3, 2, 1].find((count) => RUNNERS.has(words.slice(at, at + count).join(" "))) ?? 0;
    at += length;
    while (length > 0 && /^(?:-|\w+=|\d+[smh]?$)/.test(words[at] ?? "")) at += 1;
    moved = length > 0 && at < words.length;
  }
  return at;
}

/** `npm run test:unit`, `make lint`, `./scripts/test.sh`. */
function kindsOfProjectScript(words: readonly string[]): readonly CommandKind[] {
  const name = words.findLastIndex((_, index) => index > 0 && SCRIPT_RUNNERS.test(words.slice(0, index).join(" ")));
  const script = name > 0 ? words.slice(name).find((word) => !word.startsWith("-")) : scriptFile(words[0]);
  return script === undefined ? [] : KINDS.filter((kind) => NAMES[kind].test(script.toLowerCase()));
}

function scriptFile(word: string | undefined): string | undefined {
  return word?.match(/^(.+)\.(?:sh|bash|py|js|mjs|ts|rb|ps1)$/)?.[1];
}

/** Kinds of all commands of a script. */
export const kindsOfScript = memo((script: ShellScript): ReadonlySet<CommandKind> => {
  return new Set(script.commands.flatMap(({ words }) => kindsOfCommand(words.map(({ text }) => text))));
});
