import { expect, it } from "vitest";
import { scanBash } from "../../../worker/engine/shell/bash.ts";
import { directoriesOf, joinDirectory } from "../../../worker/engine/shell/directories.ts";

it.each([
  ["", "app", "app"],
  ["app", "./web/", "app/web"],
  ["app/web", "../api", "app/api"],
  ["app", "..", ""],
  ["", "..", null],
  ["app", "/tmp", null],
  ["app", "~/x", null],
  ["app", "$DIR", null],
  [null, "app", null],
  [null, "$GITHUB_WORKSPACE/app", "app"],
  ["x", "${{ github.workspace }}/app", "app"],
  ["x", "${GITHUB_WORKSPACE}", ""],
])("joins %o and %s to %o", (base, path, expected) => {
  expect(joinDirectory(base, path)).toBe(expected);
});

it.each([
  ["a; cd x; b", ["", "", "x"]],
  ["(cd x; a); b", ["", "x", ""]],
  ["cd x; (cd y; a); b", ["", "x", "x/y", "x"]],
  ["pushd x; a; popd; b", ["", "x", "x", ""]],
  ["cd $D; a; cd $GITHUB_WORKSPACE; b", ["", null, null, ""]],
  ["cd x; a; cd -; b", ["", "x", "x", null]],
  ["cd; a", ["", null]],
  ["echo $(cd x; a); b", ["", "", "x", ""]],
])("follows `%s`", (text, expected) => {
  expect([...directoriesOf(scanBash(text), "").values()]).toEqual(expected);
});
