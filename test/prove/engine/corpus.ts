import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RULES } from "../../../worker/engine/rules/index.ts";
import type { Snapshot } from "../../../worker/engine/snapshot.ts";
import { type Files, snapshot, WORKFLOW } from "../../support/engine.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A workflow with many flaws, in the forms that people write. */
const FLAWED = `# pipeline of the shop
on: [push, pull_request]
env:
  NODE_ENV: test   # not production
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      # the code
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: "20" }
      - name: Install
        run: |
          npm install
          echo "::set-output name=title::done"
      - run: echo "\${{ github.event.pull_request.title }}"
  deploy:
    needs: test
    runs-on: ubuntu-20.04
    steps:
      - uses: actions/checkout@v4
      - run: kubectl apply -f k8s
`;

const CIRCLE =
  "version: 2.1\norbs: {node: circleci/node@volatile}\njobs: {a: {docker: [{image: 'cimg/node:lts'}], steps: [checkout]}}\n";
const GITLAB = "stages: [test]\ntest:\n  image: node\n  script:\n    - npm install\n    - npm test\n";

/** One repository with everything in it that rules read. */
export const FILES: Files = {
  [WORKFLOW]: FLAWED,
  ".github/workflows/release.yml":
    "on: {push: {tags: ['v*']}}\njobs:\n  publish:\n    runs-on: macos-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: npm publish\n        env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'}\n",
  ".github/dependabot.yml":
    "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: daily}\n",
  ".gitlab-ci.yml": GITLAB,
  ".circleci/config.yml": CIRCLE,
  Dockerfile: "FROM node\nRUN npm install\nRUN curl -fsSL https://example.com/x.sh | sh\n",
  "action.yml":
    "name: x\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.title }}\n      shell: bash\n",
  "package.json": '{"name":"shop","scripts":{"test":"vitest","lint":"eslint ."},"dependencies":{"a":"^1"}}',
  "package-lock.json": null,
  ".nvmrc": "22\n",
};

/** What rules' documentation calls wrong, and right: texts that nobody wrote for these proofs. */
export function documentedTexts(): string[] {
  return RULES.flatMap(({ meta }) => [meta.docs.example.before, meta.docs.example.after]);
}

export const SAMPLE: Snapshot = snapshot(FILES);

/** Every YAML file below `node_modules`, sorted by path. */
export async function installedYaml(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const entries = await readdir(join(ROOT, "node_modules"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(ROOT.length), text: readFileSync(path, "utf8") }));
}
