/** A port onto the local GitHub, repositories of its own for each test, faults, and what was asked of it. */
import type { GithubPort, TokenSource } from "../../../worker/adapters/github/port.ts";
import { controlGithub, type GithubGrant, githubToken } from "./github-control.ts";
import { testScope } from "./scope.ts";

export type MadeRepository = {
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly githubId: number;
  readonly sha: string | null;
};

type Content = {
  /** `dev` unless told. */
  readonly owner?: string;
  readonly private?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly binaries?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly filler?: number;
};

/** A new repository that no other test knows. */
export async function makeRepository({ owner = "dev", ...content }: Content = {}): Promise<MadeRepository> {
  const name = `r-${crypto.randomUUID().slice(0, 13)}`;
  const made = await controlGithub("create", { repo: `${owner}/${name}`, ...content });
  return {
    owner,
    name,
    fullName: `${owner}/${name}`,
    githubId: Number(made.id),
    sha: typeof made.sha === "string" ? made.sha : null,
  };
}

/** Commits to a branch as `dev`; a file that is null is deleted. */
export async function pushTo(fullName: string, files: Record<string, string | null>, branch = "main"): Promise<string> {
  return String((await controlGithub("push", { repo: fullName, branch, files })).sha);
}

export type CountedTokens = TokenSource & { refusals: number };

export async function tokensOf(grant: GithubGrant = {}): Promise<CountedTokens> {
  const token = await githubToken(grant);
  const scopes = grant.scopes ?? ["repo", "workflow"];
  const source = {
    isBackground: false,
    refusals: 0,
    get: async () => ({ token, scopes }),
    refused: async () => {
      source.refusals += 1;
      return false;
    },
  };
  return source;
}

/** GitHub as `dev` sees it, unless told. */
export async function githubAs(grant: GithubGrant = {}): Promise<GithubPort> {
  return testScope().github(await tokensOf(grant));
}

type Fault = {
  readonly preset?: string;
  readonly status?: number;
  readonly match?: Readonly<Record<string, string>>;
  readonly action?: Readonly<Record<string, unknown>>;
  readonly skip?: number;
  readonly times?: number;
};

/** Spoils requests that touch one repository, so that tests beside this one go on undisturbed. */
export async function spoil(repository: MadeRepository, fault: Fault): Promise<void> {
  const match = { path: `/repos/${repository.fullName}*`, ...fault.match };
  await controlGithub("faults", { ...fault, match });
}

export type Asked = { readonly method: string; readonly path: string; readonly status: number };

/** Forgets what was asked so far. */
export async function forgetRequests(): Promise<void> {
  await controlGithub("journal", {}, "DELETE");
}

/** API requests since `forgetRequests`, oldest first. */
export async function requestsMade(): Promise<Asked[]> {
  const { entries } = (await controlGithub("journal", {}, "GET")) as { entries: Asked[] };
  return entries.map(({ method, path, status }) => ({ method, path, status }));
}
