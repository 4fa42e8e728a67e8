import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { UserRecord } from "../records.ts";

/** GitHub's opaque id of a record, as base64 of its kind and number. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`0:${kind.length}:${kind}${id}`).toString("base64");
}

/** The short form of a user or organization that stands as owner, author or sender. */
export function simpleUser({ urls }: LocalContext, user: UserRecord) {
  const name = encodeURIComponent(user.login);
  const url = `${urls.api}/users/${name}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId("User", user.id),
    avatar_url: `${urls.web}/_avatars/${name}.svg`,
    gravatar_id: "",
    url,
    html_url: `${urls.web}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
    user_view_type: "public",
  };
}

/** As `simpleUser`, by login; a login that is not a user here gets the form of one. */
export function simpleUserByLogin(local: LocalContext, login: string) {
  const known = local.state.users.find((user) => user.login.toLowerCase() === login.toLowerCase());
  return simpleUser(local, known ?? unknownUser(login));
}

function unknownUser(login: string): UserRecord {
  return { id: 1, login, name: login, email: "", type: "User", organizations: [], createdAt: 0 };
}

function ownedCount(local: LocalContext, login: string, isPrivate: boolean): number {
  return local.repos.list().filter(({ record }) => record.owner === login && record.private === isPrivate).length;
}

export function publicUser(local: LocalContext, user: UserRecord) {
  return {
    ...simpleUser(local, user),
    name: user.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: ownedCount(local, user.login, false),
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: isoSeconds(user.createdAt),
    updated_at: isoSeconds(user.createdAt),
  };
}

/** What users see of themselves when the token may read their profile. */
export function privateUser(local: LocalContext, user: UserRecord) {
  const privateRepos = ownedCount(local, user.login, true);
  return {
    ...publicUser(local, user),
    user_view_type: "private",
    email: user.email,
    notification_email: user.email,
    private_gists: 0,
    total_private_repos: privateRepos,
    owned_private_repos: privateRepos,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}
