/** The only host that the pages' content security policy lets images come from. */
const AVATARS = "https://avatars.githubusercontent.com";

export function shownAvatar(url: string | null): string | null {
  return url !== null && URL.canParse(url) && new URL(url).origin === AVATARS ? url : null;
}

/** A user as others of the same organization see it. */
export function personJson(user: { id: string; login: string; name: string | null; avatarUrl: string | null }) {
  return { id: user.id, login: user.login, name: user.name, avatar_url: shownAvatar(user.avatarUrl) };
}
