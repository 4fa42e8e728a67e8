import { describe, expect, it } from "vitest";
import { missingPrecommitHook as rule } from "../../../worker/engine/rules/repo/missing-precommit-hook.ts";
import { placesOf } from "../../support/engine.ts";

const STRICT = { profile: "strict" } as const;

describe("missing-precommit-hook stays silent", () => {
  it.each([
    ["pre-commit", { "pyproject.toml": "", ".pre-commit-config.yaml": null }],
    ["pre-commit with the short ending", { "pyproject.toml": "", ".pre-commit-config.yml": null }],
    ["Husky by its folder", { "package.json": "{}", ".husky/pre-commit": null }],
    ["Lefthook", { "go.mod": "module a\n", "lefthook.yml": null }],
    ["Lefthook, hidden", { "Cargo.toml": "", ".lefthook.toml": null }],
    ["simple-git-hooks in the manifest", { "package.json": '{"simple-git-hooks": {"pre-commit": "make"}}' }],
    ["Husky in the manifest", { "package.json": '{"devDependencies":{"husky":"^9"}}' }],
    ["a hook crate", { "Cargo.toml": '[dev-dependencies]\ncargo-husky = "1"\n' }],
    ["a manifest that was not read", { "package.json": null }],
    ["no manifest", { "README.md": "a\n" }],
    ["a manifest below the root", { "web/package.json": "{}" }],
  ])("on %s", (_, files) => {
    expect(placesOf(rule, files, STRICT)).toEqual([]);
  });

  it("in the default profile", () => {
    expect(placesOf(rule, { "package.json": "{}" })).toEqual([]);
  });
});

describe("missing-precommit-hook reports", () => {
  it.each([
    ["Node.js", { "package.json": "{}" }, ["package.json:1:1 info"]],
    ["a script with a like name", { "package.json": '{"scripts":{"prepare-commit":"x"}}' }, ["package.json:1:1 info"]],
    ["Python", { "pyproject.toml": "[project]\n" }, ["pyproject.toml:1:1 info"]],
    ["Go", { "go.mod": "module a\n" }, ["go.mod:1:1 info"]],
    ["Rust, with a hook in another folder", { "Cargo.toml": "", "web/.husky/x": null }, ["Cargo.toml:1:1 info"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(rule, files, STRICT)).toEqual(places);
  });
});
