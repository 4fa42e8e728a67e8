import { describe, expect, it } from "vitest";
import { kindsOfCommand } from "../../../worker/engine/data/command-kinds.ts";

const kinds = (command: string) => kindsOfCommand(command.split(" "));

describe("the kind of a command", () => {
  it.each([
    ["npm test", ["test"]],
    ["npm run test:unit", ["test"]],
    ["npm --prefix web run lint", ["lint"]],
    ["pnpm --filter web test", ["test"]],
    ["yarn lint", ["lint"]],
    ["npx vitest run", ["test"]],
    ["uv run pytest -q", ["test"]],
    ["python -m pytest", ["test"]],
    ["./gradlew check", ["test"]],
    ["mvn -B verify", ["test", "build"]],
    ["cargo clippy --all", ["lint"]],
    ["go vet ./...", ["lint"]],
    ["npx tsc --noEmit", ["typecheck"]],
    ["node_modules/.bin/eslint .", ["lint"]],
    ["docker build .", ["build"]],
    ["./scripts/test.sh", ["test"]],
    ["make -j4 build", ["build"]],
    ["sudo timeout 10m make test", ["test"]],
  ])("%s", (command, expected) => {
    expect(kinds(command)).toEqual(expected);
  });

  it.each([
    "echo test",
    "git checkout test",
    "npm ci",
    "npm install test",
    "cat test.sh",
    "./deploy.sh",
    "true",
    "cd lint",
  ])("none for %s", (command) => {
    expect(kinds(command)).toEqual([]);
  });
});
