import * as z from "zod";
import { RepositoryAnswer } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import { badAnswer } from "./errors.ts";
import type { GithubRepository } from "./port.ts";

/** An account that owns repositories. Its id stays when its name changes. */
export type GithubOwner = {
  readonly githubId: number;
  readonly login: string;
  readonly kind: "user" | "organization";
  readonly avatarUrl: string | null;
};

type OwnedRepository = GithubRepository & { readonly ownerId: number; readonly createdAt: number };

export type OwnerPort = {
  /** The token's user, then the organizations that the user shows us: at most 500. */
  owners(): Promise<GithubOwner[]>;
  /** One page of at most 100 repositories of an account of `owners`, the newest first. `page` counts from 1. */
  ownerRepositories(owner: GithubOwner, page: number): Promise<{ items: OwnedRepository[]; hasMore: boolean }>;
  /** Null when no person has this login. */
  userByLogin(login: string): Promise<{ readonly githubId: number; readonly login: string } | null>;
};

const PAGE = 100;
const MAX_PAGES = 5;
const NOT_FOUND = 404;

const AccountAnswer = z.object({ id: z.int(), login: z.string(), avatar_url: z.string().nullish() });
const UserAnswer = AccountAnswer.extend({ type: z.string() });
const OwnedAnswer = z.array(
  z.intersection(
    RepositoryAnswer,
    z
      .object({ owner: z.object({ id: z.int() }), created_at: z.iso.datetime({ offset: true }).nullish() })
      .transform(({ owner, created_at: at }) => ({ ownerId: owner.id, createdAt: at ? Date.parse(at) : 0 })),
  ),
);

function ownerOf(kind: GithubOwner["kind"], answer: z.output<typeof AccountAnswer>): GithubOwner {
  return { githubId: answer.id, login: answer.login, kind, avatarUrl: answer.avatar_url ?? null };
}

/** Accounts and what they own. */
export function ownerMethods(client: GithubClient): OwnerPort {
  return {
    owners: async () => {
      const user = await client.read(AccountAnswer, { route: "GET /user" });
      return [ownerOf("user", user), ...(await organizations(client))];
    },
    ownerRepositories: async ({ kind, login }, page) => {
      const order = { sort: "created", direction: "desc", per_page: PAGE, page };
      const request =
        kind === "user"
          ? { route: "GET /user/repos", params: { affiliation: "owner", ...order } }
          : { route: "GET /orgs/{org}/repos", params: { org: login, type: "all", ...order } };
      const items = await client.read(OwnedAnswer, request);
      return { items, hasMore: items.length === PAGE };
    },
    userByLogin: async (login) => {
      const params = { username: login };
      const answer = await client.send({ route: "GET /users/{username}", params, allow: [NOT_FOUND] });
      if (answer.status === NOT_FOUND) return null;
      const parsed = UserAnswer.safeParse(answer.body);
      if (!parsed.success) throw badAnswer(parsed.error);
      return parsed.data.type === "User" ? { githubId: parsed.data.id, login: parsed.data.login } : null;
    },
  };
}

async function organizations(client: GithubClient): Promise<GithubOwner[]> {
  const found: GithubOwner[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const params = { per_page: PAGE, page };
    const answer = await client.read(z.array(AccountAnswer), { route: "GET /user/orgs", params });
    found.push(...answer.map((account) => ownerOf("organization", account)));
    if (answer.length < PAGE) break;
  }
  return found;
}
