import * as z from "zod";
import type { GithubClient } from "./client.ts";
import { badAnswer } from "./errors.ts";
import type { RepositoryName } from "./port.ts";
import type { Comment, PullPort } from "./pull-port.ts";
import { paramsOf } from "./repositories.ts";

type CommentMethods = Pick<PullPort, "comments" | "comment" | "createComment" | "updateComment" | "deleteComment">;

const PAGE = 100;
/** GitHub takes 2,500 comments on one pull request, no more. */
const MAX_PAGES = 25;
const NOT_FOUND = 404;
const ONE = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

const CommentAnswer = z
  .object({
    id: z.int(),
    body: z.string().nullish(),
    user: z.object({ id: z.int() }).nullish(),
    performed_via_github_app: z.object({ id: z.int() }).nullish(),
  })
  .transform(
    (answer): Comment => ({
      id: answer.id,
      body: answer.body ?? "",
      authorId: answer.user?.id ?? null,
      appId: answer.performed_via_github_app?.id ?? null,
    }),
  );

/** Comments of pull requests, which GitHub keeps as issues. */
export function commentMethods(client: GithubClient): CommentMethods {
  return {
    comments: (name, number) => readComments(client, name, number),
    comment: async (name, id) => {
      const answer = await client.send({ route: `GET ${ONE}`, params: paramsWith(name, id), allow: [NOT_FOUND] });
      if (answer.status === NOT_FOUND) return null;
      const parsed = CommentAnswer.safeParse(answer.body);
      if (parsed.success) return parsed.data;
      throw badAnswer(parsed.error);
    },
    createComment: (name, number, body) =>
      client.read(CommentAnswer, {
        route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        params: { ...paramsOf(name), issue_number: number, body },
      }),
    updateComment: async (name, id, body) => {
      await client.send({ route: `PATCH ${ONE}`, params: { ...paramsWith(name, id), body } });
    },
    deleteComment: async (name, id) => {
      await client.send({ route: `DELETE ${ONE}`, params: paramsWith(name, id), allow: [NOT_FOUND] });
    },
  };
}

function paramsWith(name: RepositoryName, id: number) {
  return { ...paramsOf(name), comment_id: id };
}

async function readComments(client: GithubClient, name: RepositoryName, number: number): Promise<Comment[]> {
  const found: Comment[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const params = { ...paramsOf(name), issue_number: number, per_page: PAGE, page };
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const items = await client.read(z.array(CommentAnswer), { route, params });
    found.push(...items);
    if (items.length < PAGE) break;
  }
  return found;
}
