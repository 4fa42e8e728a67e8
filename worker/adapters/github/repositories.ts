import { HookAnswer, HooksAnswer, RepositoriesAnswer, RepositoryAnswer } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import type { GithubPort, HookSpec } from "./port.ts";

type RepositoryMethods = Pick<
  GithubPort,
  | "scopes"
  | "viewerRepositories"
  | "repository"
  | "repositoryById"
  | "hooks"
  | "createHook"
  | "updateHook"
  | "deleteHook"
>;

const PAGE = 100;
const GONE = [404];

/** Repositories and their webhooks over REST. */
export function repositoryMethods(client: GithubClient): RepositoryMethods {
  return {
    scopes: () => client.scopes(),
    repository: (name) => client.read(RepositoryAnswer, { route: "GET /repos/{owner}/{repo}", params: paramsOf(name) }),
    repositoryById: (id) => client.read(RepositoryAnswer, { route: "GET /repositories/{id}", params: { id } }),
    viewerRepositories: async (page) => {
      const params = { sort: "pushed", direction: "desc", per_page: PAGE, page };
      const items = await client.read(RepositoriesAnswer, { route: "GET /user/repos", params });
      return { items, hasMore: items.length === PAGE };
    },
    hooks: (name) =>
      client.read(HooksAnswer, {
        route: "GET /repos/{owner}/{repo}/hooks",
        params: { ...paramsOf(name), per_page: PAGE },
      }),
    createHook: (name, spec) =>
      client.read(HookAnswer, {
        route: "POST /repos/{owner}/{repo}/hooks",
        params: { ...paramsOf(name), name: "web", ...hookBody(spec) },
      }),
    updateHook: (name, id, spec) =>
      client.read(HookAnswer, {
        route: "PATCH /repos/{owner}/{repo}/hooks/{hook_id}",
        params: { ...paramsOf(name), hook_id: id, ...hookBody(spec) },
      }),
    deleteHook: async (name, id) => {
      const params = { ...paramsOf(name), hook_id: id };
      await client.send({ route: "DELETE /repos/{owner}/{repo}/hooks/{hook_id}", params, allow: GONE });
    },
  };
}

function hookBody({ url, secret, events }: HookSpec) {
  return { active: true, events, config: { url, secret, content_type: "json", insecure_ssl: "0" } };
}

/** A repository's name as Octokit's routes spell it. */
export function paramsOf({ owner, name }: { owner: string; name: string }) {
  return { owner, repo: name };
}
