import * as z from "zod";
import { BlobAnswer, CommitAnswer, RefAnswer, TreeAnswer } from "./answers.ts";
import type { GithubClient, RestAnswer } from "./client.ts";
import { badAnswer } from "./errors.ts";
import type { Blob, GithubPort, Head, RepositoryName } from "./port.ts";
import { paramsOf } from "./repositories.ts";

type ContentMethods = Pick<GithubPort, "head" | "branchSha" | "tree" | "treeOfCommit" | "blobs">;

const REF_ROUTE = "GET /repos/{owner}/{repo}/git/ref/{ref}";
const NOT_MODIFIED = 304;
const NOT_FOUND = 404;
/** GitHub's answer for a repository without any commit. */
const EMPTY = 409;

/** Branch tips, trees and blobs. */
export function contentMethods(client: GithubClient): ContentMethods {
  return {
    head: (name, branch, etag) => readHead(client, name, { branch, etag }),
    branchSha: async (name, branch) => {
      const answer = await client.send({ ...refRequest(name, branch), allow: [NOT_FOUND, EMPTY] });
      return answer.status === NOT_FOUND || answer.status === EMPTY ? null : shaOf(answer);
    },
    tree: async (name, sha, recursive) => {
      const params = { ...paramsOf(name), tree_sha: sha, ...(recursive ? { recursive: "1" } : {}) };
      return client.read(TreeAnswer, { route: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}", params });
    },
    treeOfCommit: async (name, commit) => {
      const params = { ...paramsOf(name), commit_sha: commit };
      const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
      return (await client.read(CommitAnswer, { route, params })).tree.sha;
    },
    blobs: (name, shas) => readBlobs(client, name, shas),
  };
}

function refRequest(name: RepositoryName, branch: string) {
  // `{+ref}` would leave reserved characters of a branch name alone, so each part is encoded by itself.
  const ref = ["heads", ...branch.split("/")].map(encodeURIComponent).join("/");
  return { route: REF_ROUTE.replace("{ref}", ref), params: paramsOf(name) };
}

async function readHead(
  client: GithubClient,
  name: RepositoryName,
  { branch, etag }: { branch: string; etag: string | null },
): Promise<Head> {
  const request = refRequest(name, branch);
  const params = { ...request.params, ...(etag === null ? {} : { headers: { "if-none-match": etag } }) };
  const answer = await client.send({ ...request, params, allow: [NOT_MODIFIED, NOT_FOUND, EMPTY] });
  if (answer.status === NOT_MODIFIED) return { status: "unchanged" };
  if (answer.status === EMPTY) return { status: "empty" };
  if (answer.status === NOT_FOUND) return confirmBranchIsMissing(client, name);
  return { status: "found", sha: shaOf(answer), etag: answer.headers.etag ?? null };
}

/** 404 means no such branch or no such repository; asking for the repository tells which, and throws for the latter. */
async function confirmBranchIsMissing(client: GithubClient, name: RepositoryName): Promise<Head> {
  await client.send({ route: "GET /repos/{owner}/{repo}", params: paramsOf(name) });
  return { status: "empty" };
}

function shaOf(answer: RestAnswer): string {
  const parsed = RefAnswer.safeParse(answer.body);
  if (parsed.success) return parsed.data.object.sha;
  throw badAnswer(parsed.error);
}

const BATCH = 100;
const Blobs = z.record(z.string(), z.union([BlobAnswer, z.object({})]).nullable());

async function readBlobs(client: GithubClient, name: RepositoryName, shas: readonly string[]): Promise<Blob[]> {
  if (shas.length > BATCH) throw new RangeError(`At most ${BATCH} blobs go into one request, not ${shas.length}.`);
  if (shas.length === 0) return [];
  const fields = shas.map((sha, index) => `b${index}: object(oid: "${oid(sha)}") { ...File }`);
  const query = `query Blobs($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { ${fields.join("\n")} }
}
fragment File on Blob { oid byteSize isBinary isTruncated text }`;
  // Callers pass whole rows: nothing but the name leaves.
  const variables = { owner: name.owner, name: name.name };
  const blobs = await client.queryRepository(Blobs, query, variables);
  return Object.values(blobs).flatMap((answer) => toBlob(answer));
}

/** Ids go into the query's text, so nothing else may. */
function oid(sha: string): string {
  if (/^[0-9a-f]{40}$/.test(sha)) return sha;
  throw new RangeError("A blob id is 40 hex digits.");
}

function toBlob(answer: z.infer<typeof BlobAnswer> | object | null): Blob[] {
  if (answer === null || !("oid" in answer)) return [];
  const isBinary = answer.isBinary ?? true;
  const text = isBinary || answer.isTruncated ? null : answer.text;
  return [{ sha: answer.oid, size: answer.byteSize, isBinary, text }];
}
