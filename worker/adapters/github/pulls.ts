import * as z from "zod";
import { AppError } from "../../errors.ts";
import { Sha } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import { NO_COMMON_ANCESTOR } from "./errors.ts";
import type { RepositoryName } from "./port.ts";
import type { PullDetails, PullNow, PullPort } from "./pull-port.ts";
import { paramsOf } from "./repositories.ts";

type PullReads = Pick<PullPort, "pull" | "pullNow" | "pullRange">;

const BaseRepository = z.object({
  id: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  html_url: z.string(),
});
const PullDetailsAnswer = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullish(),
  base: z.object({ ref: z.string(), sha: Sha, repo: BaseRepository }),
  head: z.object({ sha: Sha, repo: z.object({ id: z.int() }).nullish() }),
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

/** Throws not_found: for the pull request, or for the repository when that is what is gone. */
async function ask(client: GithubClient, name: RepositoryName, number: number): Promise<Answer> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  try {
    return await client.read(PullDetailsAnswer, { route, params: { ...paramsOf(name), pull_number: number } });
  } catch (cause) {
    if (!isProblem(cause, "github_not_found")) throw cause;
    // GitHub answers alike for both, so the repository is asked for; it throws when that is gone.
    await client.send({ route: "GET /repos/{owner}/{repo}", params: paramsOf(name) });
    throw new AppError("not_found", "There is no such pull request.", { cause });
  }
}

function isProblem(error: unknown, problemCode: string): boolean {
  return error instanceof AppError && error.problemCode === problemCode;
}

function nowOf({ state, merged_at: mergedAt, head, base }: Answer): PullNow {
  const closed = typeof mergedAt === "string" ? "merged" : "closed";
  const { id: githubId, name, owner, html_url: htmlUrl } = base.repo;
  return {
    state: state === "open" ? "open" : closed,
    head: head.sha,
    isFork: head.repo?.id !== githubId,
    repository: { githubId, owner: owner.login, name, htmlUrl },
    baseRef: base.ref,
  };
}

async function readPull(client: GithubClient, name: RepositoryName, number: number): Promise<PullDetails> {
  const answer = await ask(client, name, number);
  const { title, html_url: url } = answer;
  const now = nowOf(answer);
  return { number, title, url, ...now, ...(await changeOf(client, now.repository, answer)) };
}

type Change = Pick<PullDetails, "base" | "renames">;

/** Where it left its base: what the base branch gained meanwhile is no change of the pull request. */
async function changeOf(client: GithubClient, name: RepositoryName, { base, head }: Answer): Promise<Change> {
  try {
    const compared = await client.read(Comparison, {
      route: "GET /repos/{owner}/{repo}/compare/{basehead}",
      params: { ...paramsOf(name), basehead: `${base.sha}...${head.sha}`, per_page: 1 },
    });
    return { base: compared.merge_base_commit.sha, renames: compared.files.flatMap(renameOf) };
  } catch (error) {
    // A head of another history never left the base: all of it is new against the base as it is.
    if (isProblem(error, NO_COMMON_ANCESTOR)) return { base: base.sha, renames: [] };
    throw error;
  }
}

type ComparedFile = z.infer<typeof Comparison>["files"][number];

function renameOf({ filename, status, previous_filename: from }: ComparedFile): PullDetails["renames"] {
  return status === "renamed" && from !== undefined ? [{ from, to: filename }] : [];
}
