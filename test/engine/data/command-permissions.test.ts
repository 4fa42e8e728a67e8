import { expect, it } from "vitest";
import { permissionsOfCommand } from "../../../worker/engine/data/command-permissions.ts";

it.each([
  ["npm test", "none"],
  ["git push origin HEAD", { contents: "write" }],
  ["git -C docs push", { contents: "write" }],
  ["git commit -m push", "none"],
  ["git fetch --tags", { contents: "read" }],
  ["gh pr create --fill", { contents: "read", "pull-requests": "write" }],
  ["gh -R a/b pr view 3", { contents: "read", "pull-requests": "read" }],
  ["gh release upload v1 dist", { contents: "write" }],
  ["gh release download v1", { contents: "read" }],
  ["gh auth setup-git", "none"],
  ["gh project item-add 3", "unknown"],
  ["gh api repos/a/b/issues/1/labels -f labels[]=x", { issues: "write" }],
  ["gh api -X DELETE /repos/a/b/git/refs/heads/x", { contents: "write" }],
  ["gh api --jq .x repos/a/b/pulls", { "pull-requests": "read" }],
  ["gh api graphql", "unknown"],
  ["gh api user", "unknown"],
  ["curl -X POST https://api.github.com/repos/a/b/statuses/c", { statuses: "write" }],
  ["curl -fsSL https://example.org/x", "none"],
  ["sudo -E npx --yes semantic-release", { contents: "write", issues: "write", "pull-requests": "write" }],
  ["docker push ghcr.io/a/b", { packages: "write" }],
  ["docker push a/b", "none"],
  ["docker login ghcr.io -u me --password-stdin", { packages: "write" }],
  ["docker login -u $USER -p $PASSWORD", "none"],
  ["docker login -u $USER --password-stdin quay.io", "none"],
  ["docker login -u me --password-stdin $REGISTRY", "unknown"],
  ["npm publish --provenance", { "id-token": "write" }],
])("knows what `%s` needs", (command, expected) => {
  expect(permissionsOfCommand(command.split(" "))).toEqual(expected);
});

it("understands a repository that is an expression or a variable", () => {
  expect(permissionsOfCommand(["gh", "api", "repos/${{ github.repository }}/pulls/1"])).toEqual({
    "pull-requests": "read",
  });
  expect(permissionsOfCommand(["gh", "api", "repos/$GITHUB_REPOSITORY/releases"])).toEqual({ contents: "read" });
});
