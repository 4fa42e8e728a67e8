import { ComparisonAnswer, PullRangeAnswer } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import type { GithubPort } from "./port.ts";
import { paramsOf } from "./repositories.ts";

/** Reads of one pull request. */
export function pullMethods(client: GithubClient): Pick<GithubPort, "pullRange"> {
  return {
    pullRange: async (name, number) => {
      const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
      const pull = await client.read(PullRangeAnswer, { route, params: { ...paramsOf(name), pull_number: number } });
      // What the base branch gained meanwhile is no change of the pull request.
      const basehead = `${pull.base.sha}...${pull.head.sha}`;
      const compared = await client.read(ComparisonAnswer, {
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        params: { ...paramsOf(name), basehead, per_page: 1 },
      });
      return { base: compared.merge_base_commit.sha, head: pull.head.sha };
    },
  };
}
