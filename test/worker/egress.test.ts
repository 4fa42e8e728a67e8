import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../worker/errors.ts";
import { createEgress, policiesFor } from "../../worker/platform/egress.ts";

type Purpose = Parameters<ReturnType<typeof createEgress>["fetch"]>[0];

const PUBLIC = { githubApiUrl: "https://api.github.com", githubWebUrl: "https://github.com" };
const ai = { gemini: { baseUrl: "https://ai.example.com/v1" } };
const egress = createEgress(policiesFor({ ...PUBLIC, ai }));
const server = createEgress(
  policiesFor({ githubApiUrl: "https://ghe.example.com/api/v3", githubWebUrl: "https://g.com" }),
);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  return error instanceof AppError ? error.problemCode : String(error);
}

function answering() {
  return vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("ok"));
}

afterEach(() => vi.restoreAllMocks());

const REFUSED: readonly [string, Purpose, string][] = [
  ["another host", "github-api", "https://evil.test/"],
  ["a host that begins alike", "github-api", "https://api.github.com.evil.test/user"],
  ["a host that ends alike", "github-api", "https://evil-api.github.com/user"],
  ["a name that resolves to what it says", "github-api", "https://127.0.0.1.nip.io/user"],
  ["a look-alike", "github-api", "https://api.gıthub.com/user"],
  ["the host with a dot", "github-api", "https://api.github.com./user"],
  ["another port", "github-api", "https://api.github.com:8443/user"],
  ["plain HTTP", "github-api", "http://api.github.com/user"],
  ["another scheme", "github-api", "ftp://api.github.com/user"],
  ["a file", "github-api", "file:///etc/passwd"],
  ["data", "github-api", "data:text/plain,x"],
  ["the host as a user name", "github-api", "https://api.github.com@evil.test/user"],
  ["a user name", "github-api", "https://user@api.github.com/user"],
  ["a password", "github-api", "https://:pass@api.github.com/user"],
  ["a fragment", "github-api", "https://api.github.com/user#x"],
  ["no scheme", "github-api", "//api.github.com/user"],
  ["a path alone", "github-api", "/user"],
  ["no address", "github-api", "https://exa mple/"],
  ["nothing", "github-api", ""],
  ["this machine", "github-api", "http://127.0.0.1:4010/user"],
  ["this machine by name", "github-api", "http://localhost./"],
  ["this machine in one number", "github-api", "http://2130706433/"],
  ["this machine in hex", "github-api", "http://0x7f.1/"],
  ["this machine in octal", "github-api", "http://0177.0.0.1/"],
  ["this machine as IPv6", "github-api", "http://[::1]/"],
  ["this machine as mapped IPv6", "github-api", "http://[::ffff:127.0.0.1]/"],
  ["the unspecified address", "github-api", "http://0.0.0.0/"],
  ["the metadata service", "github-api", "http://169.254.169.254/latest/meta-data/"],
  ["the metadata service by name", "github-api", "http://metadata.google.internal/"],
  ["another purpose's host", "github-api", "https://github.com/login/oauth/access_token"],
  ["another page of its host", "github-oauth", "https://github.com/settings"],
  ["a way out of its page", "github-oauth", "https://github.com/login/oauth/access_token/%2e%2e/authorize"],
  ["a page that begins alike", "github-oauth", "https://github.com/login/oauth/access_tokens"],
  ["a path above its own", "ai", "https://ai.example.com/admin"],
  ["a way up", "ai", "https://ai.example.com/v1/../admin"],
  ["an encoded way up", "ai", "https://ai.example.com/v1/%2e%2e/admin"],
  ["a way up by backslashes", "ai", "https://ai.example.com/v1\\..\\admin"],
  ["a path that begins alike", "ai", "https://ai.example.com/v1beta/models"],
];

/** Spellings of addresses that are the purpose's own. */
const SENT: readonly [Purpose, string][] = [
  ["github-api", "https://api.github.com/repos/o/r/contents/a%2Fb?ref=x"],
  ["github-api", "https://API.github.com:443/user"],
  ["github-api", "https://api.github.com\t/user"],
  ["github-oauth", "https://github.com/login/oauth/access_token"],
  ["ai", "https://ai.example.com/v1/models"],
  ["github-api", "https://api.github.com\\@evil.test/user"],
];

describe("an outgoing request", () => {
  // One test for all: the database between two takes longer than the whole table.
  it("goes nowhere but where its purpose is", async () => {
    const spy = answering();
    const answers: Record<string, string> = {};
    for (const [name, purpose, url] of REFUSED) answers[name] = await codeOf(egress.fetch(purpose, url));
    expect(answers).toEqual(Object.fromEntries(REFUSED.map(([name]) => [name, "destination_not_allowed"])));
    expect(spy).not.toHaveBeenCalled();
  });

  it("asks what was compared, and follows no redirect", async () => {
    const spy = answering();
    for (const [purpose, url] of SENT) expect((await egress.fetch(purpose, url)).status, url).toBe(200);
    const asked = spy.mock.calls.map(([request, init]) => [(request as Request).url, init?.redirect]);
    expect(asked).toEqual(SENT.map(([, url]) => [new URL(url).href, "manual"]));
  });

  it("reaches REST and GraphQL of a GitHub Enterprise Server, and nothing else of it", async () => {
    answering();
    const ask = (path: string) =>
      codeOf(server.fetch("github-api", `https://ghe.example.com${path}`).then(() => "sent"));
    expect(await Promise.all(["/api/v3/user", "/api/graphql", "/api/v3"].map(ask))).toEqual(Array(3).fill("sent"));
    const others = ["/api/v4/user", "/", "/api/graphqlx", "/api/v3x"];
    expect(await Promise.all(others.map(ask))).toEqual(others.map(() => "destination_not_allowed"));
  });

  it("takes a request as it takes an address", async () => {
    const spy = answering();
    expect(await codeOf(egress.fetch("ai", new Request("https://evil.test/v1")))).toBe("destination_not_allowed");
    expect(spy).not.toHaveBeenCalled();
    await egress.fetch("ai", new Request("https://ai.example.com/v1/chat", { method: "POST", body: "{}" }));
    expect(spy.mock.calls.length).toBe(1);
  });
});
