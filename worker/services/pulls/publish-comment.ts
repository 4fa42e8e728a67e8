import type { Comment } from "../../adapters/github/pull-port.ts";
import type { Publication } from "./publish-check.ts";

export type CommentFacts = {
  /** Our comment as far as we know. */
  readonly knownId: number | null;
  /** Whether we wrote a comment: its text alone proves nothing, since anybody can copy it. */
  readonly isOwn: (comment: Comment) => boolean;
};

/**
 * One comment per pull request, updated in place; where there is nothing to say, none is begun. Those too many, from attempts
 * whose answer got lost or that ran at once, are deleted. Answers its id.
 */
export async function publishComment(publication: Publication, facts: CommentFacts): Promise<number | null> {
  const { github, repository, number, report } = publication;
  const body = bodyOf(publication);
  const own = await ownComments(publication, facts);
  if (own.length > 0) return keepOne(publication, own, body);
  if (report.conclusion === "success") return null;
  const made = await github.createComment(repository, number, body);
  const present = await ownComments(publication, { ...facts, knownId: null });
  return present.length > 1 ? keepOne(publication, present, body) : made.id;
}

function bodyOf({ repository, report }: Publication): string {
  return `${markerOf(repository.id)}\n### AutoDevOps\n\n${report.summary}`;
}

function markerOf(repositoryId: string): string {
  return `<!-- autodevops:pull-check:${repositoryId} -->`;
}

async function ownComments(
  { github, repository, number }: Publication,
  { knownId, isOwn }: CommentFacts,
): Promise<readonly Comment[]> {
  const marker = markerOf(repository.id);
  const known = knownId === null ? null : await github.comment(repository, knownId);
  if (known?.body.startsWith(marker)) return [known];
  const all = await github.comments(repository, number);
  return all.filter((comment) => comment.body.startsWith(marker) && isOwn(comment));
}

/** The oldest stays: whoever looks at the same time keeps the same one. */
async function keepOne({ github, repository }: Publication, own: readonly Comment[], body: string): Promise<number> {
  const [first, ...others] = own.toSorted((a, b) => a.id - b.id);
  if (!first) throw new RangeError("There is no comment to keep.");
  for (const { id } of others) await github.deleteComment(repository, id);
  if (first.body !== body) await github.updateComment(repository, first.id, body);
  return first.id;
}
