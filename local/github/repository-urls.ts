export type RepoUrls = { api: string; web: string };

/** Addresses of one repository: in the API and as a page. */
export function urlsOf(urls: { api: string; web: string }, fullName: string): RepoUrls {
  return { api: `${urls.api}/repos/${fullName}`, web: `${urls.web}/${fullName}` };
}

/** A path inside an address: each segment escaped, slashes kept. */
export function escapePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
