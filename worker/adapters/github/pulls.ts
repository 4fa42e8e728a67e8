import * as z from "zod";
import { Sha } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import type { RepositoryName } from "./port.ts";
import type { PullDetails, PullPort } from "./pull-port.ts";
import { paramsOf } from "./repositories.ts";

type PullReads = Pick<PullPort, "pull" | "pullNow" | "pullRange">;

const Repository = z.object({ id: z.int() }).nullish();
const PullDetailsAnswer = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullish(),
  base: z.object({ sha: Sha, repo: Repository }),
  head: z.object({ sha: Sha, repo: Repository }),
});
const Comparison = z.object({
  merge_base_commit: z.object({ sha: Sha }),
  files: z
    .array(z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().optional() }))
    .default([]),
});

/** Reads of one pull request. */
export function pullMethods(client: GithubClient): PullReads {
  return {
    pull: (name, number) => readPull(client, name, number),
    pullNow: async (name, number) => nowOf(await ask(client, name, number)),
    pullRange: async (name, number) => {
      const { base, head } = await readPull(client, name, number);
      return { base, head };
    },
  };
}

type Answer = z.infer<typeof PullDetailsAnswer>;

function ask(client: GithubClient, name: RepositoryName, number: number): Promise<Answer> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  return client.read(PullDetailsAnswer, { route, params: { ...paramsOf(name), pull_number: number } });
}

function nowOf({ state, merged_at: mergedAt, head, base }: Answer): Pick<PullDetails, "state" | "head" | "isFork"> {
  const closed = typeof mergedAt === "string" ? "merged" : "closed";
  const isFork = !head.repo || head.repo.id !== base.repo?.id;
  return { state: state === "open" ? "open" : closed, head: head.sha, isFork };
}

async function readPull(client: GithubClient, name: RepositoryName, number: number): Promise<PullDetails> {
  const answer = await ask(client, name, number);
  // What the base branch gained meanwhile is no change of the pull request.
  const basehead = `${answer.base.sha}...${answer.head.sha}`;
  const compared = await client.read(Comparison, {
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    params: { ...paramsOf(name), basehead, per_page: 1 },
  });
  const renames = compared.files.flatMap(({ filename, status, previous_filename: from }) =>
    status === "renamed" && from !== undefined ? [{ from, to: filename }] : [],
  );
  const { title, html_url: url } = answer;
  return { number, title, url, ...nowOf(answer), base: compared.merge_base_commit.sha, renames };
}
