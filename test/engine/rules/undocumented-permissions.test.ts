import { describe, expect, it } from "vitest";
import { undocumentedPermissions } from "../../../worker/engine/rules/github/undocumented-permissions.ts";
import { placesOf } from "../../support/engine.ts";

const ci = (permissions: string) => `on: push\n${permissions}\njobs:\n  a:\n    runs-on: x\n`;
const STRICT = { profile: "strict" } as const;

describe("undocumented-permissions stays silent", () => {
  it("outside the strict profile", () => {
    expect(placesOf(undocumentedPermissions, ci("permissions:\n  issues: write"))).toEqual([]);
  });

  it.each([
    ["a comment behind it", ci("permissions:\n  issues: write # labels")],
    ["a comment above it", ci("permissions:\n  # labels\n  issues: write")],
    ["a comment above the list", ci("# labels\npermissions:\n  issues: write")],
    ["a comment behind the key", ci("permissions: # labels\n  issues: write")],
    ["reading the contents", ci("permissions:\n  contents: read")],
    ["nothing", ci("permissions: {}")],
    ["write-all", ci("permissions: write-all")],
    ["a level none", ci("permissions:\n  issues: none")],
    ["a list in braces with a comment", ci("permissions: {issues: write} # labels")],
    ["a comment behind it, CRLF", ci("permissions:\n  issues: write # labels").replaceAll("\n", "\r\n")],
    ["no list", ci("name: x")],
  ])("on %s", (_, text) => {
    expect(placesOf(undocumentedPermissions, text, STRICT)).toEqual([]);
  });
});

describe("undocumented-permissions reports", () => {
  it.each([
    ["a permission without a comment", ci("permissions:\n  issues: write"), ["3:3 info"]],
    ["several of a list once", ci("permissions:\n  contents: write\n  issues: read"), ["3:3 info"]],
    ["the one without", ci("permissions:\n  contents: write # push\n  issues: read"), ["4:3 info"]],
    ["a list in braces", ci("permissions: {id-token: write}"), ["2:15 info"]],
    ["an empty comment", ci("permissions:\n  #\n  issues: write"), ["4:3 info"]],
    ["a job's", "on: push\njobs:\n  a:\n    permissions:\n      pages: write\n", ["5:7 info"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(undocumentedPermissions, text, STRICT)).toEqual(places);
  });
});
