import { describe, expect, it } from "vitest";
import { PERMISSION_LEVELS } from "../../../worker/engine/data/permission-levels.ts";
import { invalidPermissions } from "../../../worker/engine/rules/github/invalid-permissions.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const JOBS = "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n";
const ci = (permissions: string) => `on: push\n${permissions}\n${JOBS}`;
const inJob = (permissions: string) => `on: push\njobs:\n  a:\n    ${permissions}\n    runs-on: x\n    steps: []\n`;
const ROWS = [...PERMISSION_LEVELS];

describe("invalid-permissions stays silent", () => {
  it.each([
    ["an empty list", ci("permissions: {}")],
    ["read-all", ci("permissions: read-all")],
    ["write-all in quotes", ci('permissions: "write-all"')],
    ["a list in braces", ci("permissions: {contents: read, id-token: write}")],
    ["quoted levels", ci("permissions:\n  contents: 'read'\n  \"issues\": write")],
    ["a job's own list", inJob("permissions: {pull-requests: write, actions: none}")],
    ["a list behind an alias", `on: push\npermissions: &p\n  contents: read\njobs:\n  a:\n    permissions: *p\n`],
    ["an absent value", ci("permissions:")],
    ["an absent level", ci("permissions:\n  contents:")],
    ["a level of another case", ci("permissions:\n  contents: Read")],
    ["a list where a mapping belongs", ci("permissions: [contents]")],
    ["an input of an action", `on: push\njobs:\n  a:\n    steps:\n      - with: {permission-metadata: read}\n`],
    ["CRLF", ci("permissions:\n  contents: read").replaceAll("\n", "\r\n")],
    ...ROWS.flatMap(([scope, { levels }]) => levels.map((level) => [scope, ci(`permissions:\n  ${scope}: ${level}`)])),
  ])("on %s", (_, text) => {
    expect(placesOf(invalidPermissions, text ?? "")).toEqual([]);
  });
});

describe("invalid-permissions reports", () => {
  it.each([
    ["an unknown scope", ci("permissions:\n  content: read"), ["3:3 high"]],
    ["two of them", ci("permissions:\n  content: read\n  pull_requests: write"), ["3:3 high", "4:3 high"]],
    ["a level that the scope does not accept", ci("permissions:\n  id-token: read"), ["3:13 high"]],
    ["a level that no scope has", ci("permissions: {contents: admin}"), ["2:25 high"]],
    ["a boolean", ci("permissions:\n  issues: true"), ["3:11 high"]],
    ["a wrong word for all", ci("permissions: read"), ["2:14 high"]],
    ["a job's", inJob("permissions: { workflows: write }"), ["4:20 high"]],
    ["an expression, which is not allowed here", ci("permissions:\n  contents: ${{ inputs.level }}"), ["3:13 high"]],
    ["a scope of apps", ci("permissions:\n  metadata: read"), ["3:3 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidPermissions, text)).toEqual(places);
  });

  it.each(ROWS)("the level admin of %s", (scope) => {
    expect(placesOf(invalidPermissions, ci(`permissions:\n  ${scope}: admin`))).toHaveLength(1);
  });

  it.each([
    ["content", "`contents`"],
    ["pull_request", "`pull-requests`"],
    ["id_token", "`id-token`"],
    ["security-event", "`security-events`"],
    ["workflows", "GitHub App"],
  ])("%s with the nearest name", (name, word) => {
    expect(findingsOf(invalidPermissions, ci(`permissions:\n  ${name}: read`))[0]?.message).toContain(word);
  });

  it("rows with a source and a day", () => {
    for (const [, { source, seen }] of ROWS)
      expect([source, seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^2026-/)]);
  });
});
