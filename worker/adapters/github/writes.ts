import * as z from "zod";
import { PullAnswer, PullsAnswer, ShaAnswer } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import type { GithubPort, RepositoryName } from "./port.ts";
import { paramsOf } from "./repositories.ts";

type WriteMethods = Pick<
  GithubPort,
  "createBlob" | "createTree" | "createCommit" | "createBranch" | "createPull" | "pullByHead"
>;

/** Every branch that we write begins with this. */
export const BRANCH_PREFIX = "autodevops/";

/** Writes through the Git data API. There is none that moves or deletes a branch. */
export function writeMethods(client: GithubClient): WriteMethods {
  return {
    createBlob: async (name, text) => {
      const params = { ...paramsOf(name), content: text, encoding: "utf-8" };
      return (await client.read(ShaAnswer, { route: "POST /repos/{owner}/{repo}/git/blobs", params })).sha;
    },
    createTree: async (name, base, files) => {
      const tree = files.map(({ path, blob, mode }) => ({ path, mode, type: "blob", sha: blob }));
      const params = { ...paramsOf(name), base_tree: base, tree };
      const writesWorkflow = files.some((file) => file.path.startsWith(".github/workflows/"));
      const route = "POST /repos/{owner}/{repo}/git/trees";
      return (await client.read(ShaAnswer, { route, params, writesWorkflow })).sha;
    },
    createCommit: async (name, { tree, parent, message, author }) => {
      const person = { name: author.name, email: author.email, date: new Date(author.at).toISOString() };
      const params = { ...paramsOf(name), tree, parents: [parent], message, author: person, committer: person };
      return (await client.read(ShaAnswer, { route: "POST /repos/{owner}/{repo}/git/commits", params })).sha;
    },
    createBranch: async (name, branch, sha) => {
      if (!branch.startsWith(BRANCH_PREFIX))
        throw new RangeError(`Only branches below ${BRANCH_PREFIX} may be written.`);
      const params = { ...paramsOf(name), ref: `refs/heads/${branch}`, sha };
      await client.read(z.unknown(), { route: "POST /repos/{owner}/{repo}/git/refs", params });
    },
    createPull: (name, spec) =>
      client.read(PullAnswer, {
        route: "POST /repos/{owner}/{repo}/pulls",
        params: { ...paramsOf(name), ...spec, maintainer_can_modify: true },
      }),
    pullByHead: (name, branch) => pullByHead(client, name, branch),
  };
}

async function pullByHead(client: GithubClient, name: RepositoryName, branch: string) {
  const params = { ...paramsOf(name), head: `${name.owner}:${branch}`, state: "all", per_page: 1 };
  const pulls = await client.read(PullsAnswer, { route: "GET /repos/{owner}/{repo}/pulls", params });
  return pulls[0] ?? null;
}
