import type { GithubPort, GithubRepository, RepositoryName } from "../../adapters/github/port.ts";
import { githubColumns, type Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { readEtags } from "./etags.ts";

/** What cheap questions say: whether the row has to be read anew, and the ETags that prove it where it has not. */
export type Look = {
  readonly isMoved: boolean;
  /** GitHub shows it to us. */
  readonly isReadable: boolean;
  /** Its present name: the row's may be another repository's by now. */
  readonly name: RepositoryName;
  readonly repositoryEtag: string | null;
  readonly headEtag: string | null;
};

type Seen = Pick<Look, "isMoved" | "isReadable" | "name"> & { readonly etag: string | null };

/** What changes with every star: no reason to read a repository. */
const COUNTS = new Set(["stars", "forks"]);

/**
 * Compares a repository and the head of its default branch with the row: two requests, free of cost while nothing moved. Throws
 * what GitHub's refusal means, unless it is about this repository alone: then a sync says so in its row.
 */
export async function lookAtState(github: GithubPort, row: Repository): Promise<Look> {
  const repository = await lookAtRepository(github, row);
  const { isReadable, name, etag: repositoryEtag } = repository;
  if (repository.isMoved || !isReadable) return { ...repository, repositoryEtag, headEtag: null };
  const head = await lookAtHead(github, row);
  return { isMoved: head.isMoved, isReadable, name, repositoryEtag, headEtag: head.etag };
}

async function lookAtRepository(github: GithubPort, row: Repository): Promise<Seen> {
  try {
    const { value, etag } = await github.repositorySince(row.githubId, knownEtag(row));
    return { isMoved: value !== null && differs(row, value), isReadable: true, name: nameOf(value ?? row), etag };
  } catch (error) {
    const lost = lossOf(error);
    if (lost === null) throw error;
    return { isMoved: row.state !== lost, isReadable: false, name: nameOf(row), etag: null };
  }
}

function nameOf({ owner, name }: RepositoryName): RepositoryName {
  return { owner, name };
}

/** What made it suspended or gone may be over, so its ETag proves nothing. */
function knownEtag(row: Repository): string | null {
  return row.state === "connected" ? readEtags(row.repositoryEtag).repository : null;
}

/** A refusal of the whole account is none of one repository. */
function lossOf(error: unknown): Repository["state"] | null {
  if (!(error instanceof AppError) || error.problemCode === "github_token_refused") return null;
  if (error.code === "not_found") return "gone";
  return error.code === "forbidden" ? "suspended" : null;
}

function differs(row: Repository, found: GithubRepository): boolean {
  if (row.state !== "connected") return true;
  const columns = Object.entries(githubColumns(found));
  const known: Readonly<Record<string, unknown>> = row;
  return columns.some(([name, value]) => !COUNTS.has(name) && known[name] !== value);
}

async function lookAtHead(github: GithubPort, row: Repository): Promise<Pick<Seen, "isMoved" | "etag">> {
  if (row.defaultBranch === null) return { isMoved: row.headSha !== null, etag: null };
  const head = await github.head(row, row.defaultBranch, row.headSha === null ? null : row.headEtag);
  if (head.status === "unchanged") return { isMoved: false, etag: row.headEtag };
  if (head.status === "empty") return { isMoved: row.headSha !== null, etag: null };
  return { isMoved: head.sha !== row.headSha, etag: head.etag };
}
