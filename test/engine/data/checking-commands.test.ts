import { describe, expect, it } from "vitest";
import { checksOf, isRepair } from "../../../worker/engine/data/checking-commands.ts";
import { scanBash } from "../../../worker/engine/shell/bash.ts";

function commandOf(text: string) {
  const [command] = scanBash(text).commands;
  if (!command) throw new Error("no command");
  return command;
}

describe("checksOf", () => {
  it.each([
    ["npm test", ["test"]],
    ["docker compose -f x build", ["build"]],
    ["docker buildx bake", ["build"]],
    ["xcodebuild -scheme App test", ["test"]],
    ["terraform apply -auto-approve", ["deploy"]],
    ["kubectl apply -f x", ["deploy"]],
  ])("knows %s", (text, kinds) => {
    expect(checksOf(commandOf(text))).toEqual(kinds);
  });

  it.each([
    "docker compose up -d",
    "docker buildx ls",
    "xcodebuild -list",
    "ruff --version",
    "pytest --collect-only",
    "kubectl apply --dry-run",
    "echo npm test",
    "X=1",
  ])("has nothing for %s", (text) => {
    expect(checksOf(commandOf(text))).toEqual([]);
  });
});

describe("isRepair", () => {
  it.each([
    "eslint --fix .",
    "black .",
    "cargo fmt",
    "npm run lint:fix",
    "npx prettier --write .",
    "gofmt -w .",
    "terraform fmt",
  ])("is true for %s", (text) => expect(isRepair(commandOf(text))).toBe(true));

  it.each([
    "eslint .",
    "black --check .",
    "cargo fmt -- --check",
    "npm run format:check",
    "npx prettier -c .",
    "gofmt -l .",
    "terraform fmt -check",
  ])("is false for %s", (text) => expect(isRepair(commandOf(text))).toBe(false));
});
