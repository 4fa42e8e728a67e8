import { expect, it } from "vitest";
import { permissionsOfAction } from "../../../worker/engine/data/action-permissions.ts";

it.each([
  ["actions/checkout@v4", {}, { contents: "read" }],
  ["Actions/Checkout@v4", {}, { contents: "read" }],
  ["actions/checkout@v4", { token: "${{ secrets.PAT }}" }, "none"],
  ["actions/checkout@v4", { token: "${{ secrets.GITHUB_TOKEN }}" }, { contents: "read" }],
  ["actions/cache/restore@v4", {}, "none"],
  ["actions/setup-node@v6", { "node-version": "24" }, "none"],
  ["github/codeql-action/analyze@v4", {}, { actions: "read", contents: "read", "security-events": "write" }],
  ["docker/login-action@v3", { registry: "ghcr.io", password: "${{ github.token }}" }, { packages: "write" }],
  ["docker/login-action@v3", { password: "${{ secrets.DOCKERHUB }}" }, "none"],
  [
    "docker/login-action@v3",
    { registry: "${{ env.REGISTRY }}", password: "${{ secrets.GITHUB_TOKEN }}" },
    { packages: "write" },
  ],
  ["docker/login-action@v3", { registry: "${{ env.REGISTRY }}", password: "${{ secrets.PASSWORD }}" }, "none"],
  ["aws-actions/configure-aws-credentials@v4", { "role-to-assume": "arn:aws:iam::1:role/x" }, { "id-token": "write" }],
  ["aws-actions/configure-aws-credentials@v4", { "aws-access-key-id": "x" }, "none"],
  ["pypa/gh-action-pypi-publish@release/v1", {}, { "id-token": "write" }],
  ["pypa/gh-action-pypi-publish@release/v1", { password: "${{ secrets.PYPI }}" }, "none"],
  ["someone/unheard-of@v1", {}, "unknown"],
  ["./.github/actions/local", {}, "unknown"],
])("knows what %s with %o needs", (uses, inputs, expected) => {
  expect(permissionsOfAction(uses, inputs)).toEqual(expected);
});

it("reads the scopes of a github-script from the methods that it calls", () => {
  const script = "await github.rest.issues.createComment({ ...context.repo, issue_number: 1, body: 'hi' });";
  expect(permissionsOfAction("actions/github-script@v7", { script })).toEqual({
    issues: "write",
    "pull-requests": "write",
  });
});

it.each([
  "const x = require('./x.js'); await x({ github, context });",
  "await github.graphql(query);",
  "const client = github;\nclient.rest.issues.create({});",
])("does not guess what `%s` calls", (script) => {
  expect(permissionsOfAction("actions/github-script@v7", { script })).toBe("unknown");
});
