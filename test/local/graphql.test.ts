import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalGithub, startLocalGithub } from "../support/local-github.ts";

type Answer = {
  data?: { repository: Record<string, unknown> | null } & Record<string, unknown>;
  errors?: { type?: string; message: string; path?: string[] }[];
};

let github: LocalGithub;
let token: string;

beforeAll(async () => {
  github = await startLocalGithub();
  token = github.token();
});
afterAll(() => github.close());

function post(body: unknown, as: string | undefined = token): Promise<Response> {
  const init = { method: "POST", body: JSON.stringify(body) };
  return github.request("/graphql", as === undefined ? init : { ...init, token: as });
}

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return (await post({ query, variables })).json() as Promise<Answer>;
}

function inRepository(fields: string, name = "checkout-api", owner = "acme"): string {
  return `{ repository(owner: "${owner}", name: "${name}") { ${fields} } }`;
}

const BLOB = "{ ... on Blob { oid byteSize isBinary isTruncated text } }";

describe("references by prefix", () => {
  it("lists tags whose names hold the text asked for, with what they point at", async () => {
    const { data, errors } = await ask(
      inRepository(
        'refs(refPrefix: "refs/tags/", query: "v1", first: 10) { totalCount nodes { name target { oid } } }',
      ),
    );
    expect(errors).toBeUndefined();
    const refs = data?.repository?.refs as { nodes: { name: string; target: { oid: string } }[] } | undefined;
    const nodes = refs?.nodes ?? [];
    expect(nodes.map(({ name }) => name)).toContain("v1.4.0");
    expect(nodes.every(({ target }) => /^[0-9a-f]{40}$/.test(target.oid))).toBe(true);
  });
});

describe("files in batches", () => {
  it("gives the text of a hundred blobs in one answer", async () => {
    const { data } = await github
      .octokit(token)
      .rest.git.getTree({ owner: "acme", repo: "storefront", tree_sha: "main", recursive: "1" });
    const blobs = data.tree.filter(({ type }) => type === "blob");
    const wanted = Array.from({ length: 100 }, (_, index) => blobs[index % blobs.length]);
    const aliases = wanted.map((entry, index) => `f${index}: object(oid: "${entry?.sha}") ${BLOB}`);
    const { data: answer, errors } = await ask(inRepository(aliases.join("\n"), "storefront"));
    expect(errors).toBeUndefined();
    const sizes = Object.values(answer?.repository ?? {}).map((blob) => (blob as { byteSize: number }).byteSize);
    expect(sizes).toEqual(wanted.map((entry) => entry?.size));
  });

  it("finds objects by expression and takes no other git syntax", async () => {
    const { data } = await ask(
      inRepository(`
        head: object(expression: "HEAD:.nvmrc") ${BLOB}
        folder: object(expression: "main:src") { __typename oid }
        commit: object(expression: "v1.4.0") { ... on Commit { oid message } }
        parent: object(expression: "HEAD~1:.nvmrc") ${BLOB}
        outside: object(expression: "main:../.nvmrc") ${BLOB}
        option: object(expression: "--help") { oid }
      `),
    );
    expect(data?.repository).toMatchObject({
      head: { text: "22\n", byteSize: 3, isBinary: false, isTruncated: false },
      folder: { __typename: "Tree" },
      commit: { message: "Read tax rates from the environment" },
      parent: null,
      outside: null,
      option: null,
    });
  });

  it("gives no text for binary files and null for missing objects, and still answers the rest", async () => {
    const { data } = await ask(
      inRepository(
        `png: object(expression: "main:.github/workflows/diagram.yml") ${BLOB}
         gone: object(oid: "${"d".repeat(40)}") ${BLOB}
         ok: object(expression: "main:.gitignore") ${BLOB}`,
        "broken-pipelines",
        "dev",
      ),
    );
    expect(data?.repository).toMatchObject({ png: { isBinary: true, text: null }, gone: null });
    expect(data?.repository?.ok).toMatchObject({ text: "node_modules/\n" });
  });

  it("cuts long texts and says so", async () => {
    const dir = github.repoDir("dev/tinygrep");
    const input = `x${"é".repeat(400_000)}`;
    const sha = execFileSync("git", ["--git-dir", dir, "hash-object", "-w", "--stdin"], { input }).toString().trim();
    const { data } = await ask(inRepository(`big: object(oid: "${sha}") ${BLOB}`, "tinygrep", "dev"));
    const big = data?.repository?.big as { text: string };
    expect(big).toMatchObject({ byteSize: 800_001, isTruncated: true, isBinary: false });
    expect(Buffer.byteLength(big.text)).toBeLessThanOrEqual(512 * 1024);
  });

  it("follows an annotated tag to its commit", async () => {
    const dir = github.repoDir("dev/tinygrep");
    const identity = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
    execFileSync("git", ["--git-dir", dir, ...identity, "tag", "-a", "-m", "Nine", "v0.9", "main"]);
    const query = `ref(qualifiedName: "refs/tags/v0.9") { name target { __typename oid ... on Tag { target { oid } } } }
      main: ref(qualifiedName: "main") { prefix target { oid } }
      none: ref(qualifiedName: "refs/heads/none") { name }`;
    const { data } = await ask(inRepository(query, "tinygrep", "dev"));
    const main = execFileSync("git", ["--git-dir", dir, "rev-parse", "main"]).toString().trim();
    expect(data?.repository).toMatchObject({
      ref: { name: "v0.9", target: { __typename: "Tag", target: { oid: main } } },
      main: { prefix: "refs/heads/", target: { oid: main } },
      none: null,
    });
  });
});

describe("errors and limits", () => {
  it("answers the aliases it can and names the one it cannot", async () => {
    const { data, errors } = await ask(`{
      here: repository(owner: "dev", name: "empty") { isEmpty defaultBranchRef { name } }
      gone: repository(owner: "dev", name: "nowhere") { name }
    }`);
    expect(data).toEqual({ here: { isEmpty: true, defaultBranchRef: null }, gone: null });
    expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["gone"] }]);
  });

  it("hides private repositories from tokens without the repo scope", async () => {
    const query = inRepository("name", "ledger");
    const hidden = (await (await post({ query }, github.token(["public_repo"]))).json()) as Answer;
    expect(hidden).toMatchObject({ data: { repository: null }, errors: [{ type: "NOT_FOUND" }] });
    expect((await ask(query)).data?.repository).toEqual({ name: "ledger" });
  });

  it("refuses a SHA that is none for that alias alone", async () => {
    const { data, errors } = await ask(inRepository(`bad: object(oid: "HEAD") { oid } name`));
    expect(data?.repository).toEqual({ bad: null, name: "checkout-api" });
    expect(errors).toHaveLength(1);
  });

  it.each(["{ repository(", "{ nowhere }", inRepository("object(oid: 3) { nope }")])(
    "answers %j with 200 and errors alone",
    async (query) => {
      const { data, errors } = await ask(query);
      expect(data).toBeUndefined();
      expect(errors?.length).toBeGreaterThan(0);
    },
  );

  it("counts against its own budget and reports it", async () => {
    const query = "{ rateLimit { limit cost remaining used } }";
    const response = await post({ query });
    expect(response.headers.get("x-ratelimit-resource")).toBe("graphql");
    const { data } = (await response.json()) as { data: { rateLimit: { remaining: number } } };
    expect(String(data.rateLimit.remaining)).toBe(response.headers.get("x-ratelimit-remaining"));
  });

  it("refuses with status 200 and an error once its budget is spent", async () => {
    const { token: spender } = await github.control("token", { login: "spender" });
    github.context.rates.set("spender", "graphql", 0);
    const response = await post({ query: "{ viewer { login } }" }, String(spender));
    expect([response.status, response.headers.get("x-ratelimit-remaining")]).toEqual([200, "0"]);
    expect(await response.json()).toEqual({
      errors: [
        { type: "RATE_LIMIT", code: "graphql_rate_limit", message: expect.stringContaining("already exceeded") },
      ],
    });
  });

  it("wants a token", async () => {
    const init = { method: "POST", body: JSON.stringify({ query: "{ viewer { login } }" }) };
    expect((await github.request("/graphql", init)).status).toBe(401);
  });

  it("takes variables", async () => {
    const query = "query($o: String!, $n: String!) { repository(owner: $o, name: $n) { nameWithOwner } }";
    const { data } = await ask(query, { o: "ACME", n: "Ledger" });
    expect(data?.repository).toEqual({ nameWithOwner: "acme/ledger" });
  });
});
