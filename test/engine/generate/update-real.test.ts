import { describe, expect, it } from "vitest";
import { generate } from "../../../worker/engine/generate/generate.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { DEFAULTS, FACTS } from "../../prove/generation/configurations.ts";
import { type Files, snapshot } from "../../support/engine.ts";

const NODE: Files = {
  "package.json": JSON.stringify({
    name: "a",
    scripts: { lint: "eslint .", test: "npm run test-node && tsc", "test-node": "node --test", build: "vite build" },
    devDependencies: { eslint: "9.30.0", vite: "7.1.0" },
  }),
  "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages: { "": {} } }),
};
const GO: Files = {
  "go.mod": "module example.com/a\n\ngo 1.26\n",
  "main.go": "package main\nfunc main() {}\n",
  "a_test.go": "",
};

function update(files: Files, platform: Platform = "github") {
  const result = generate(snapshot(files), { ...DEFAULTS, platform, replaces: false }, FACTS);
  const [file] = result.files;
  return {
    path: file?.path ?? null,
    text: file?.text ?? "",
    jobs: result.jobs,
    commands: result.jobs.flatMap(({ commands }) => commands),
    words: result.notes.map(({ detail }) => detail).join(" "),
    errors: result.problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
  };
}

const workflow = (...runs: readonly string[]) =>
  `name: CI\non:\n  pull_request:\npermissions:\n  contents: read\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n${runs.map((run) => `      - run: ${run}\n`).join("")}`;
const CI = ".github/workflows/ci.yml";

describe("what runs already", () => {
  it("a part of `npm test` is not called missing because the whole would do more", () => {
    const { commands } = update({ ...NODE, [CI]: workflow("npm ci", "npm run test-node", "npm run lint") });
    expect(commands).toContain("npm run build");
    expect(commands).not.toContain("npm test");
  });

  it("tests of a compiled language build it", () => {
    const { commands } = update({ ...GO, [CI]: workflow("go test ./...") });
    expect(commands.join("\n")).not.toContain("go build");
  });

  it("a default task may be anything, so that nothing is added beside it", () => {
    const files: Files = {
      Gemfile: 'source "https://rubygems.org"\ngem "rspec"\n',
      "Gemfile.lock": "",
      Rakefile: "",
      "spec/a_spec.rb": "",
    };
    const { path, words } = update({ ...files, [CI]: workflow("bundle install", "bundle exec rake") });
    expect(path).toBeNull();
    expect(words).toMatch(/not looked into|already runs/);
  });

  it("a job of which a part is missing is called by that part", () => {
    const { jobs, commands } = update({ ...NODE, [CI]: workflow("npm ci", "npm test", "npx eslint . && npx tsc") });
    expect(commands).toContain("npm run build");
    expect(jobs.map(({ name }) => name).join()).not.toMatch(/lint|test/i);
  });
});

describe("the file that gets the jobs", () => {
  it("is the one that is about checks", () => {
    const scan = workflow("npm audit", "npm audit signatures").replace("name: CI", "name: Security");
    const { path } = update({
      ...NODE,
      ".github/workflows/security.yml": scan,
      ".github/workflows/test.yml": workflow("npm test"),
    });
    expect(path).toBe(".github/workflows/test.yml");
  });

  it("is a new one where the others only label or scan", () => {
    const label = workflow().replace("    steps:\n", "    steps:\n      - uses: actions/labeler@v6\n");
    const { path, text } = update({ ...NODE, ".github/workflows/labeler.yml": label });
    expect(path).toBe(CI);
    expect(text).not.toContain("labeler");
  });
});

/** Every line of `before` in its order in `after`. */
function keeps(before: string, after: string): boolean {
  const lines = before.split(/\r?\n/);
  let at = 0;
  for (const line of after.split(/\r?\n/)) if (line === lines[at]) at += 1;
  return lines.slice(at).join("").trim() === "";
}

const GITLAB =
  "default: &base\n  image: node:24\n\nstages:\n  - test\n\ntest:\n  <<: *base\n  stage: test\n  script:\n    - npm ci\n    - npm test\n";
const SPEC = "spec:\n  inputs:\n    tag:\n      default: '1'\n---\n";

describe("files that are laid out in other ways", () => {
  it.each([
    ["no newline at the end", "github", workflow("npm test").trimEnd()],
    ["comments behind the last job", "github", `${workflow("npm test")}  # two:\n  #   runs-on: x\n# end\n`],
    [
      "jobs before the triggers",
      "github",
      "jobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n\non: push\n",
    ],
    ["tabs inside a script", "github", workflow("npm test", "|\n          cat <<E\n          \ta\n          E")],
    ["anchors and merge keys", "gitlab", GITLAB],
    ["a header of inputs", "gitlab", SPEC + GITLAB],
    ["Windows line ends and no end", "gitlab", GITLAB.trimEnd().replaceAll("\n", "\r\n")],
  ] as const)("%s", (_, platform, before) => {
    const path = platform === "github" ? CI : ".gitlab-ci.yml";
    const { text, errors } = update({ ...NODE, [path]: before }, platform);
    expect(text).toContain("npm run lint");
    expect(keeps(before, text)).toBe(true);
    expect(errors).toEqual([]);
    expect(/\r\n/.test(before) && /[^\r]\n/.test(text)).toBe(false);
  });

  it("a section of jobs that is an alias or in braces is left alone", () => {
    const flow = "name: CI\non: pull_request\njobs: { one: { runs-on: ubuntu-24.04, steps: [{ run: npm test }] } }\n";
    expect(update({ ...NODE, [CI]: flow }).path).toBeNull();
  });
});
