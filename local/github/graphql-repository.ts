import { GraphQLError } from "graphql";
import { isEmpty, isSha } from "../git/resolve.ts";
import { fullName, type Repo } from "../repositories.ts";
import { mayRead } from "./auth-context.ts";
import type { LocalC } from "./env.ts";
import { createObjectLoader, type ObjectSource, objectBySha, shaOfExpression } from "./graphql-objects.ts";
import { urlsOf } from "./repository-urls.ts";

function typed(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function refNode(source: ObjectSource, qualifiedName: string) {
  const sha = source.view.refs.get(qualifiedName);
  if (!sha) return null;
  const [, prefix = "", name = ""] = /^(refs\/[^/]+\/)(.+)$/.exec(qualifiedName) ?? [];
  return { prefix, name, target: () => objectBySha(source, sha) };
}

type RefSelection = { refPrefix: string; query?: string; first?: number };

/** Names that hold `query`, in any case. The order asked for is not kept: whoever reads them compares all. */
function refConnection(source: ObjectSource, { refPrefix, query = "", first = 100 }: RefSelection) {
  const names = [...source.view.refs.keys()]
    .filter((name) => name.startsWith(refPrefix))
    .filter((name) => name.slice(refPrefix.length).toLowerCase().includes(query.toLowerCase()));
  return { totalCount: names.length, nodes: names.slice(0, first).map((name) => refNode(source, name)) };
}

async function objectNode(
  source: ObjectSource,
  repo: Repo,
  { oid, expression }: { oid?: string; expression?: string },
) {
  if (oid !== undefined && oid !== null) {
    if (!isSha(oid)) throw typed("INVALID", `Could not coerce value ${JSON.stringify(oid)} to GitObjectID`);
    return objectBySha(source, oid);
  }
  const sha = await shaOfExpression(source.view, expression ?? "", repo.record.defaultBranch);
  return sha ? objectBySha(source, sha) : null;
}

/** Resolvers of one repository. All aliases of a query share one loader, so they are read together. */
function repositoryNode(c: LocalC, repo: Repo, source: ObjectSource) {
  const { record } = repo;
  return {
    databaseId: record.id,
    name: record.name,
    nameWithOwner: fullName(repo),
    isPrivate: record.private,
    isArchived: record.archived,
    isEmpty: isEmpty(repo.view),
    url: urlsOf(c.var.local.urls, fullName(repo)).web,
    defaultBranchRef: () => refNode(source, `refs/heads/${record.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refNode(source, qualifiedRef(source, qualifiedName)),
    refs: (selection: RefSelection) => refConnection(source, selection),
    object: (selector: { oid?: string; expression?: string }) => objectNode(source, repo, selector),
  };
}

/** A name without `refs/` means a branch first, then a tag. */
function qualifiedRef({ view }: ObjectSource, name: string): string {
  if (name.startsWith("refs/")) return name;
  const options = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
  return options.find((ref) => view.refs.has(ref)) ?? `refs/heads/${name}`;
}

/** The `repository` field: null with an error of type NOT_FOUND when it is not there or hidden from the token. */
export function createRepositoryField(c: LocalC) {
  const loaders = new Map<number, ObjectSource>();
  return async function repository({ owner, name }: { owner: string; name: string }) {
    const repo = c.var.local.repos.find(owner, name);
    if (!repo || !mayRead(c, repo)) {
      throw typed("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    }
    await c.var.local.repos.refresh(repo);
    const source = loaders.get(repo.record.id) ?? { view: repo.view, loader: createObjectLoader(repo.view) };
    loaders.set(repo.record.id, source);
    return repositoryNode(c, repo, source);
  };
}
