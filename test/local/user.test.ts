import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

let folder: GitFolder;
let github: TestGithub;
beforeAll(async () => {
  folder = makeGitFolder();
  github = await startGithub({ reposDirs: [folder.parent] });
});
afterAll(async () => {
  await github.close();
  folder.remove();
});

async function as(...scopes: string[]) {
  return github.octokit(await github.token({ scopes })).rest;
}

describe("the signed-in user", () => {
  it("shows the private profile with its scope, the public one without", async () => {
    const full = await (await as("read:user")).users.getAuthenticated();
    expect(full.data).toMatchObject({ login: "dev", user_view_type: "private", email: expect.stringContaining("@") });
    const plain = await (await as()).users.getAuthenticated();
    expect(plain.data).toMatchObject({ login: "dev", user_view_type: "public", email: null });
  });

  it("lists addresses, one of them unverified, only with the scope", async () => {
    const { data } = await (await as("user:email")).users.listEmailsForAuthenticatedUser();
    expect(data.map(({ primary, verified }) => [primary, verified])).toEqual([
      [true, true],
      [false, false],
    ]);
    const refused = (await as("repo")).users.listEmailsForAuthenticatedUser();
    await expect(refused).rejects.toMatchObject({ status: 404 });
  });

  it("lists the organizations", async () => {
    const { data } = await (await as("read:org")).orgs.listForAuthenticatedUser();
    expect(data.map(({ login }) => login)).toEqual(["acme"]);
  });

  it("is asked for without a token in vain", async () => {
    await expect(github.octokit().rest.users.getAuthenticated()).rejects.toMatchObject({
      status: 401,
      response: { data: { message: "Requires authentication" } },
    });
  });

  it("names the scopes of the token and those that would do", async () => {
    const { headers } = await (await as("repo", "user:email")).users.listEmailsForAuthenticatedUser();
    expect(headers).toMatchObject({ "x-oauth-scopes": "repo, user:email", "x-accepted-oauth-scopes": "user:email" });
  });
});

describe("anyone", () => {
  it("finds a user by login in any case, and no unknown one", async () => {
    const { users } = await as();
    expect((await users.getByUsername({ username: "DEV" })).data.login).toBe("dev");
    await expect(users.getByUsername({ username: "nobody" })).rejects.toMatchObject({ status: 404 });
  });

  it("may ask for the limits without spending them", async () => {
    const { rateLimit } = await as();
    const first = await rateLimit.get();
    const second = await rateLimit.get();
    expect(second.data.resources.core.remaining).toBe(first.data.resources.core.remaining);
    expect(first.data.resources.core.limit).toBe(5000);
  });

  it("may ask where this is", async () => {
    const { meta, emojis } = await as();
    expect((await meta.get()).data.hooks).toContain("127.0.0.1/32");
    expect((await emojis.get()).status).toBe(200);
  });
});

describe("an organization", () => {
  let own: TestGithub;
  beforeAll(async () => {
    own = await startGithub();
  });
  afterAll(() => own.close());

  it("lists its repositories, the newest first, private ones for who may read them", async () => {
    for (const name of ["open", "hidden"]) {
      await own.control("create", { repo: `acme/${name}`, private: name === "hidden" });
      await own.control("advance-clock", { ms: 60_000 });
    }
    const list = async (login: string) => {
      const { repos } = own.octokit(await own.token({ login, scopes: ["repo"] })).rest;
      return (await repos.listForOrg({ org: "ACME" })).data;
    };
    const all = (await list("dev")).filter(({ name }) => ["open", "hidden"].includes(name));
    expect(all.map(({ name }) => name)).toEqual(["hidden", "open"]);
    expect(all[0]).toMatchObject({ owner: { login: "acme", type: "Organization" }, permissions: { admin: true } });
    const foreign = (await list("sam")).filter(({ name }) => ["open", "hidden"].includes(name));
    expect(foreign.map(({ name, permissions }) => [name, permissions?.admin])).toEqual([["open", false]]);
  });

  it("is not a person, and a person is no organization", async () => {
    const { repos } = await as();
    await expect(repos.listForOrg({ org: "dev" })).rejects.toMatchObject({ status: 404 });
  });
});
