import { describe, expect, it } from "vitest";
import { convert } from "../../../worker/engine/generate/convert.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { DEFAULTS, FACTS } from "../../prove/generation/configurations.ts";
import { snapshot } from "../../support/engine.ts";

const PATHS = { github: ".github/workflows/ci.yml", gitlab: ".gitlab-ci.yml", circleci: ".circleci/config.yml" };

function converted(text: string, from: Platform, platform: Platform) {
  const { files, notes, problems } = convert(
    snapshot({ [PATHS[from]]: text }),
    { from, options: { ...DEFAULTS, platform } },
    FACTS,
  );
  return { text: files[0]?.text ?? "", notes: notes.map(({ detail }) => detail), problems };
}

const workflow = (jobs: string) => `on: pull_request\njobs:\n${jobs}`;
const CALL = "  remote:\n    uses: acme/ci/.github/workflows/all.yml@v1\n";
const TEST = "  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make check\n";

describe("jobs of which nothing can be said elsewhere", () => {
  it("are left out and told, and what waited for them waits for what they waited for", () => {
    const middle = "  between:\n    needs: [test]\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: acme/scan@v1\n";
    const last = "  last:\n    needs: [between, test]\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make pack\n";
    const { text, notes } = converted(workflow(TEST + middle + last), "github", "gitlab");
    expect(text).not.toContain("between");
    expect(text).toContain("needs: [test]");
    expect(notes.join("\n")).toMatch(/Job `between`: The job is left out.*`uses: acme\/scan@v1`/);
  });

  it("are no file where nothing else is there", () => {
    const { text, notes } = converted(workflow(CALL), "github", "circleci");
    expect(text).toBe("");
    expect(notes).toEqual([expect.stringContaining("Nothing that `.github/workflows/ci.yml` does can be said")]);
  });

  it("name the commands that only ran under a condition of the old place", () => {
    const job =
      "  label:\n    runs-on: ubuntu-24.04\n    steps:\n      - if: github.actor == 'bot'\n        run: exit 3\n";
    const { text, notes } = converted(workflow(TEST + job), "github", "gitlab");
    expect(text).not.toContain("label:");
    expect(notes.join("\n")).toContain("`exit 3` if `github.actor == 'bot'`");
  });
});

it("a step of one platform alone is told of once", () => {
  const job = `${TEST}      - uses: acme/report@v2\n`;
  for (const platform of ["gitlab", "circleci"] as const)
    expect(converted(workflow(job), "github", platform).notes.filter((note) => note.includes("acme/report"))).toEqual([
      expect.stringContaining("find what does the same"),
    ]);
});

it.each([
  ["github", "gitlab", workflow(`${TEST}      - run: echo A=1 >> "$GITHUB_ENV"\n`), "$GITHUB_ENV"],
  ["gitlab", "github", 'test:\n  script:\n    - echo "${CI_COMMIT_REF_SLUG}"\n', "$CI_COMMIT_REF_SLUG"],
  [
    "circleci",
    "github",
    "version: 2.1\njobs:\n  a:\n    docker: [{image: cimg/base:2025.01}]\n    steps: [checkout, run: 'echo $CIRCLE_SHA1']\nworkflows:\n  w:\n    jobs: [a]\n",
    "$CIRCLE_SHA1",
  ],
] as const)("variables that %s alone sets are told on the way to %s", (from, to, text, name) => {
  const { notes } = converted(text, from, to);
  expect(notes.filter((note) => note.includes(`\`${name}\``) && note.includes("alone sets"))).toHaveLength(1);
});

it("a variable that the file sets itself is not one of the platform", () => {
  const { notes } = converted(
    "variables:\n  CI_IMAGE: x\ntest:\n  script:\n    - echo $CI_IMAGE\n",
    "gitlab",
    "github",
  );
  expect(notes.join("\n")).not.toContain("alone sets");
});

it("runners of GitLab become ones that GitHub offers, and Pages are published one at a time", () => {
  const text =
    "stages: [test, deploy]\nwin:\n  stage: test\n  tags: [windows-big]\n  script: [make check]\nown:\n  stage: test\n  tags: [rack-7]\n  script: [make slow]\npages:\n  stage: deploy\n  script: [make site]\n  artifacts:\n    paths: [public]\n";
  const found = converted(text, "gitlab", "github");
  expect(found.text).toContain("runs-on: windows-2025");
  expect(found.text).not.toContain("rack-7");
  expect(found.text).toMatch(/concurrency:\n\s+group: pages/);
  expect(found.notes.join("\n")).toContain("The job ran on `rack-7` and runs on the ordinary Linux here");
  expect(found.problems.filter(({ severity }) => severity === "error")).toEqual([]);
});

it("secrets in commands are variables elsewhere, and names hold no expressions", () => {
  const job = `${TEST}      - name: Send \${{ matrix.x }}\n        run: send --key \${{ secrets.SEND_KEY }}\n      - name: Nothing\n        run: ""\n`;
  const { text, notes } = converted(workflow(job), "github", "circleci");
  expect(text).toContain("send --key ${SEND_KEY}");
  expect(text).toContain("name: Send\n");
  expect(text).not.toContain("Nothing");
  expect(notes.join("\n")).toContain("Set `SEND_KEY`");
});

it("what setup-ruby installs is kept where a command installs in another folder only", () => {
  const job =
    "  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      - uses: ruby/setup-ruby@v1\n        with:\n          bundler-cache: true\n          ruby-version: ${{ matrix.ruby }}\n      - run: bundle install\n        working-directory: extra\n    strategy:\n      matrix:\n        ruby: ['3.4', jruby, truffleruby-head]\n";
  const { text, notes } = converted(workflow(job), "github", "gitlab");
  expect(text.match(/bundle install/g)).toHaveLength(2);
  expect(text).not.toContain("jruby");
  expect(notes.join("\n")).toContain("`jruby`, `truffleruby-head` of the matrix");
});

it("a script of GitLab that may end early stays one step", () => {
  const early = "test:\n  script:\n    - make deps\n    - ./is-done && exit 0 || true\n    - make check\n";
  const { text } = converted(early, "gitlab", "github");
  expect(text).toContain("- run: make deps\n");
  expect(text).toMatch(/run: \|\n +\.\/is-done && exit 0 \|\| true\n +make check\n/);
  const failing = "test:\n  script:\n    - make check || exit 1\n    - make pack\n";
  expect(converted(failing, "gitlab", "github").text).toContain("- run: make pack\n");
});

it("workflows of CircleCI that only a schedule starts are not started by changes", () => {
  const text =
    "version: 2.1\njobs:\n  a:\n    docker: [{image: cimg/base:2025.01}]\n    steps: [checkout, run: make all]\nworkflows:\n  version: 2\n  night:\n    triggers: [{schedule: {cron: 7 3 * * *, filters: {branches: {only: main}}}}]\n    jobs: [a]\n";
  const found = converted(text, "circleci", "github");
  expect(found.text).toContain("schedule:");
  expect(found.text).not.toMatch(/push:|pull_request:/);
  expect(found.notes.join("\n")).not.toContain("on a schedule alone");
});

it("GitHub runs a commit once, for its pull request", () => {
  const text =
    "test:\n  script: [make check]\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n    - if: $CI_COMMIT_BRANCH\n";
  const found = converted(text, "gitlab", "github");
  expect(found.text).toContain("branches: [main]");
  expect(found.text).toContain("pull_request:");
  expect(found.text).not.toContain("**");
});

it("steps of the repository's own action run only where the action does", () => {
  const action =
    "name: Set up\ndescription: d\nruns:\n  using: composite\n  steps:\n    - run: apk add make\n      shell: sh\n    - if: inputs.full == 'yes'\n      run: apk add gcc\n      shell: sh\n";
  const job = `${TEST}      - uses: ./.github/actions/setup\n        if: matrix.image == 'alpine'\n`;
  const { files, notes } = convert(
    snapshot({ [PATHS.github]: workflow(job), ".github/actions/setup/action.yml": action }),
    { from: "github", options: { ...DEFAULTS, platform: "gitlab" } },
    FACTS,
  );
  expect(files[0]?.text).not.toContain("apk add");
  const words = notes.map(({ detail }) => detail).join("\n");
  expect(words).toContain("Step `apk add make` runs only if `matrix.image == 'alpine'`");
  expect(words).toContain("`(matrix.image == 'alpine') && (inputs.full == 'yes')`");
});

it("a library without a lockfile is not installed as if it had one", () => {
  const job =
    "  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: ruby/setup-ruby@v1\n        with:\n          bundler-cache: true\n          ruby-version: '3.4'\n          working-directory: core\n      - run: bundle exec rake\n        working-directory: core\n";
  for (const platform of ["gitlab", "circleci"] as const) {
    const { files } = convert(
      snapshot({ [PATHS.github]: workflow(job), "core/Gemfile": "gemspec\n" }),
      { from: "github", options: { ...DEFAULTS, platform } },
      FACTS,
    );
    expect(files[0]?.text).toContain("core/Gemfile");
    expect(files[0]?.text).not.toMatch(/Gemfile\.lock|FROZEN/);
  }
});

it.each([
  ["macos-15", "gitlab", /tags:/, false],
  ["macos-15", "circleci", /resource_class: medium/, true],
  ["windows-2025", "circleci", /windows/, false],
  ["ubuntu-24.04-arm", "gitlab", /tags: \[saas-linux-small-arm64\]/, true],
  ["ubuntu-24.04-arm", "circleci", /resource_class: arm\.medium/, true],
  ["rack-7", "gitlab", /tags: \[rack-7\]/, true],
  ["rack-7", "circleci", /rack-7/, false],
] as const)("a job of %s on the way to %s", (runner, platform, pattern, is) => {
  const { text, notes } = converted(workflow(TEST.replace("ubuntu-24.04", runner)), "github", platform);
  expect(pattern.test(text)).toBe(is);
  expect(notes.join("\n")).toContain(`\`${runner}\``);
});

it("checks that run in any case still fail the job on GitLab, and what puts things away comes after", () => {
  const job = `${TEST}      - if: always()\n        run: ./lint.sh\n      - if: always()\n        run: docker compose down\n`;
  const { text, notes } = converted(workflow(job), "github", "gitlab");
  expect(text).toMatch(/ script:\n +- make check\n +- \.\/lint\.sh\n +after_script:\n +- docker compose down\n/);
  expect(notes.join("\n")).toContain("cannot fail the job");
});

it("commands for GitLab do without sudo, which its images lack", () => {
  const job = `${TEST}      - run: |\n          sudo apt-get update && sudo -E apt-get install --yes libpq-dev\n          echo "no sudo here"\n`;
  const { text } = converted(workflow(job), "github", "gitlab");
  expect(text).toContain("      apt-get update && apt-get install --yes libpq-dev\n");
  expect(text).toContain('echo "no sudo here"');
  expect(converted(workflow(job), "github", "circleci").text).toContain("sudo apt-get update");
});

it("globs of GitHub reach as deep on GitLab", () => {
  const text = `on:\n  pull_request:\n    paths: ["**.go", "docs/**", "src/**.c"]\njobs:\n${TEST}`;
  const found = converted(text, "github", "gitlab").text;
  for (const path of ['"**/*.go"', "docs/**", "src/**/*.c"]) expect(found).toContain(`- ${path}\n`);
});

it("commands of GitLab's root get sudo where jobs are not root, and installers of other systems are told", () => {
  const text =
    "test:\n  image: node:24\n  script:\n    - apt-get update -qq && apt-get install -y jq\n    - apk add make\n    - echo apt-get install\n";
  for (const platform of ["github", "circleci"] as const) {
    const found = converted(text, "gitlab", platform);
    expect(found.text).toContain("sudo apt-get update -qq && sudo apt-get install -y jq");
    expect(found.text).toContain("echo apt-get install\n");
    expect(found.notes.join("\n")).toContain("install with `apk`");
  }
});
