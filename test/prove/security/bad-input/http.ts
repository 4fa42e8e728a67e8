/** Requests that are wrong as such: bodies, types, methods, addresses, headers. */
import { gzipSync } from "node:zlib";
import { bad } from "./case.ts";
import { OWN_PAGE } from "./ground.ts";

const CONNECT = "/api/repositories/connect";
const ANALYSE = "/api/analysis";
const ID = "019a0000-0000-7000-8000-000000000000";
const JSON_TYPE = { ...OWN_PAGE, "content-type": "application/json" };
const NAMES = (count: number) => Array.from({ length: count }, (_, index) => `person-0/part-${index % 2}`);

const INVALID_JSON = ["{", '{"a":1,}', "nul", "NaN", "undefined", "{'a':1}", '{"a":1}{"b":2}', ""];
const TYPES = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/xml",
  "",
];

export const HTTP_CASES = [
  bad("a body one byte over the cap", { status: 413, problem: "body_too_large" }, (to) =>
    to.change("POST", CONNECT, { body: "a".repeat(1_048_577) }),
  ),
  bad("chunks without an end", { status: 413, problem: "body_too_large" }, (to) =>
    to.ask({ method: "POST", path: CONNECT, headers: JSON_TYPE, chunks: 160 }),
  ),
  ...TYPES.map((type) =>
    bad(`JSON as ${type || "nothing"}`, 415, (to) =>
      to.ask({
        method: "POST",
        path: CONNECT,
        headers: { ...OWN_PAGE, ...(type && { "content-type": type }) },
        body: '{"repositories":["a/b"]}',
      }),
    ),
  ),
  ...INVALID_JSON.map((body) =>
    bad(`no JSON: ${body || "nothing"}`, { status: 400, problem: "invalid_json" }, (to) =>
      to.change("POST", CONNECT, { body }),
    ),
  ),
  bad("a compressed body", 415, (to) =>
    to.ask({
      method: "POST",
      path: CONNECT,
      headers: { ...JSON_TYPE, "content-encoding": "gzip" },
      body: gzipSync('{"repositories":["a/b"]}'),
    }),
  ),
  bad("200,000 arrays in each other", 422, (to) =>
    to.change("POST", CONNECT, { body: `${"[".repeat(200_000)}${"]".repeat(200_000)}` }),
  ),
  bad("the same key twice, the second one foreign", 404, (to) =>
    to.change("POST", ANALYSE, { body: `{"repository_id":"${to.own}","repository_id":"${to.foreign}"}` }),
  ),
  ...["__proto__", "constructor", "prototype"].map((key) =>
    bad(`the key ${key}`, 422, (to) =>
      to.change("POST", CONNECT, { body: `{"${key}":{"a":1},"repositories":["a/b"]}` }),
    ),
  ),
  ...["org_id", "role", "is_admin", "id", "created_by"].map((key) =>
    bad(`a field that is not asked for: ${key}`, 422, (to) =>
      to.change("POST", ANALYSE, { body: { repository_id: to.own, [key]: "owner" } }),
    ),
  ),
  ...[7, "1e999", -0, 2 ** 53 + 1, "٣", null, true, [], {}].map((value) =>
    bad(`an id that is none: ${JSON.stringify(value)}`, 422, (to) =>
      to.change("POST", ANALYSE, { body: { repository_id: value } }),
    ),
  ),
  bad("101 repositories at once", 422, (to) => to.change("POST", CONNECT, { body: { repositories: NAMES(101) } })),
  bad("10,001 repositories at once", 422, (to) =>
    to.change("POST", CONNECT, { body: { repositories: NAMES(10_001) } }),
  ),
  ...[
    "a/b\u0000",
    "a/\u202eb",
    "a/b\u200b",
    "a/b\u{e0041}",
    "' OR 1=1 --/x",
    "../../etc",
    `a/${"b".repeat(10_000)}`,
  ].map((name) =>
    bad(`a repository called ${JSON.stringify(name).slice(0, 30)}`, 422, (to) =>
      to.change("POST", CONNECT, { body: { repositories: [name] } }),
    ),
  ),
  bad("half a character", 422, (to) => to.change("POST", CONNECT, { body: '{"repositories":["a/b\\ud800"]}' })),
  bad("a letter with 1,000 marks", 422, (to) =>
    to.change("POST", "/api/ci-cd/templates", {
      body: { name: `e${"\u0301".repeat(1_000)}`, platform: null, content: {} },
    }),
  ),
  bad("a type with a command behind it", 422, (to) =>
    to.change("POST", ANALYSE, { body: { repository_id: to.own, type: "full; rm -rf /" } }),
  ),
  ...[
    "limit=0",
    "limit=-1",
    "limit=1e9",
    "limit=abc",
    "limit=101",
    "cursor=abc",
    "cursor=abc.def",
    "sort=1;drop",
    "org=x",
  ].map((query) => bad(`a list with ?${query}`, 422, (to) => to.ask({ path: `/api/jobs?${query}` }))),
  bad("a parameter twice", 422, (to) => to.ask({ path: "/api/jobs?limit=1&limit=2" })),
  bad("a parameter as a list", 422, (to) => to.ask({ path: "/api/jobs?limit[]=1" })),
  bad("a search of percent signs", 200, (to) => to.ask({ path: `/api/repositories?q=${"%25".repeat(60)}` })),
  bad("a search of 51 bytes", 200, (to) => to.ask({ path: `/api/repositories?q=${"a".repeat(51)}` })),
  bad("a search in SQL", { status: 200, also: ({ text }) => text.includes('"items":[]') }, (to) =>
    to.ask({ path: `/api/repositories?q=${encodeURIComponent("' OR 1=1 --")}` }),
  ),
  bad("8 KiB of parameters", 422, (to) => to.ask({ path: `/api/jobs?x=${"a".repeat(8_192)}` })),
  ...["%00", "%", "%2e%2e%2f", "a;b", "..%5c", "a".repeat(2_048)].map((id) =>
    bad(`an id in the path: ${id.slice(0, 12)}`, 404, (to) => to.ask({ path: `/api/jobs/${id}` })),
  ),
  bad("two slashes", 404, (to) => to.ask({ path: "/api//jobs" })),
  bad("a slash at the end", 404, (to) => to.ask({ path: "/api/jobs/" })),
  bad("capital letters in the path", 404, (to) => to.ask({ path: "/api/JOBS" })),
  bad("a method that is not there", { status: 405, also: ({ headers }) => headers.allow === "GET, HEAD" }, (to) =>
    to.change("PUT", "/api/jobs", { body: {} }),
  ),
  bad("a method in a header", 404, (to) =>
    to.ask({ path: `/api/jobs/${ID}`, headers: { "x-http-method-override": "DELETE" } }),
  ),
  bad("another host", 421, (to) => to.ask({ path: "/api/jobs", headers: { host: "evil.test" } })),
  bad(
    "another host in a header of proxies",
    { status: 302, also: ({ headers }) => !String(headers.location).includes("evil") },
    (to) =>
      to.ask({ path: "/api/auth/github", headers: { "x-forwarded-host": "evil.test", "x-original-url": "/evil" } }),
  ),
  bad(
    "OPTIONS before a request of another site",
    { status: 405, also: ({ headers }) => !Object.keys(headers).some((name) => name.startsWith("access-control")) },
    (to) =>
      to.ask({
        method: "OPTIONS",
        path: CONNECT,
        headers: { origin: "https://evil.test", "access-control-request-method": "POST" },
      }),
  ),
  bad("a key of 300 letters for doing it once", 422, (to) =>
    to.change("POST", ANALYSE, { body: { repository_id: to.own }, once: "k".repeat(300) }),
  ),
  bad("a repository of somebody else", 404, (to) =>
    to.change("POST", ANALYSE, { body: { repository_id: to.foreign } }),
  ),
  bad("a repository of somebody else in the path", 404, (to) => to.ask({ path: `/api/repositories/${to.foreign}` })),
  bad("a job that nobody has", 404, (to) => to.change("DELETE", `/api/jobs/${ID}`)),
  bad("the job of nobody again", 404, (to) => to.change("POST", `/api/jobs/${ID}/retry`)),
];
