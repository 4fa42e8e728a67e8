import { existsSync } from "node:fs";
import * as z from "zod";
import { fullName, type Repo } from "../repositories.ts";
import { mayRead, permissionsOf, requireUser } from "./auth-context.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound, unprocessable } from "./errors.ts";
import { mainLanguage } from "./languages.ts";
import { paginate } from "./pagination.ts";
import { repositoryJson } from "./repository-json.ts";

const Query = z.object({
  sort: z.enum(["created", "updated", "pushed", "full_name"]).catch("full_name"),
  direction: z.enum(["asc", "desc"]).optional().catch(undefined),
  visibility: z.enum(["all", "public", "private"]).catch("all"),
  type: z.enum(["all", "owner", "public", "private", "member"]).optional().catch(undefined),
  affiliation: z.string().default("owner,collaborator,organization_member"),
});
type Query = z.infer<typeof Query>;

function affiliationOf(c: LocalC, repo: Repo): string {
  return repo.record.owner.toLowerCase() === requireUser(c).login.toLowerCase() ? "owner" : "organization_member";
}

function isWanted(c: LocalC, repo: Repo, { visibility, type, affiliation }: Query): boolean {
  if (!permissionsOf(c, repo).push || !mayRead(c, repo)) return false;
  const kind = repo.record.private ? "private" : "public";
  const role = affiliationOf(c, repo);
  if (type === "owner" || type === "member") return (type === "owner") === (role === "owner");
  if (type === "public" || type === "private") return kind === type;
  return (visibility === "all" || visibility === kind) && affiliation.split(",").includes(role);
}

const KEYS: Record<Query["sort"], (repo: Repo) => string | number> = {
  created: ({ record }) => record.createdAt,
  updated: ({ record }) => record.updatedAt,
  pushed: ({ record }) => record.pushedAt,
  full_name: (repo) => fullName(repo).toLowerCase(),
};

type Order = Pick<Query, "sort" | "direction">;

function sorted(repos: Repo[], { sort, direction = sort === "full_name" ? "asc" : "desc" }: Order): Repo[] {
  const key = KEYS[sort];
  const sign = direction === "asc" ? 1 : -1;
  return repos.toSorted((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}

const OrganizationQuery = z.object({
  sort: z.enum(["created", "updated", "pushed", "full_name"]).catch("created"),
  direction: Query.shape.direction,
  type: z.enum(["all", "public", "private", "forks", "sources", "member"]).catch("all"),
});

/** Repositories of an organization that the asking user may read. Throws 404 for what is no organization. */
function repositoriesOf(c: LocalC, query: z.infer<typeof OrganizationQuery>): Repo[] {
  const login = (c.req.param("org") ?? "").toLowerCase();
  const { state, repos } = c.var.local;
  const organization = state.users.find((user) => user.login.toLowerCase() === login && user.type === "Organization");
  if (!organization) throw notFound();
  const isWanted = ({ record }: Repo) => {
    if (query.type === "forks") return false;
    return query.type === "public" || query.type === "private" ? record.private === (query.type === "private") : true;
  };
  return repos
    .list()
    .filter(({ record }) => record.owner.toLowerCase() === login && existsSync(record.dir))
    .filter((repo) => isWanted(repo) && mayRead(c, repo));
}

async function listed(c: LocalC, repos: Repo[]) {
  const list = paginate(c, repos).map(async (repo) => ({
    ...repositoryJson(c.var.local, repo, permissionsOf(c, repo)),
    language: await mainLanguage(repo),
  }));
  return c.json(await Promise.all(list));
}

export function userRepos(app: LocalApp): void {
  app.get("/orgs/:org/repos", async (c) => {
    const query = OrganizationQuery.parse(c.req.query());
    c.set("acceptedScopes", ["admin:org", "read:org", "repo", "user", "write:org"]);
    return listed(c, sorted(repositoriesOf(c, query), query));
  });
  app.get("/user/repos", async (c) => {
    requireUser(c);
    const query = Query.parse(c.req.query());
    if (query.type && (c.req.query("visibility") || c.req.query("affiliation"))) {
      throw unprocessable("If you specify visibility or affiliation, you cannot specify type.");
    }
    const there = c.var.local.repos.list().filter(({ record }) => existsSync(record.dir));
    return listed(
      c,
      sorted(
        there.filter((repo) => isWanted(c, repo, query)),
        query,
      ),
    );
  });
}
