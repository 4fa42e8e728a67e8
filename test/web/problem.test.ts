import { describe, expect, it } from "vitest";
import { ApiProblem, noAnswer, problemOf, toProblem } from "../../web/src/problem.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");

function answer(body: unknown, status: number, headers: Record<string, string> = {}) {
  return problemOf(new Response(JSON.stringify(body), { status, headers }), NOW);
}

describe("problem of an answer", () => {
  it("keeps the sentence, the id and the time to come back", async () => {
    const problem = await answer(
      {
        type: "/problems/rate_limited",
        title: "Too many requests",
        detail: "GitHub lets us continue later.",
        correlation_id: "abc",
        retry_at: "2026-11-21T10:32:00Z",
      },
      429,
    );
    expect(problem).toMatchObject({
      code: "rate_limited",
      title: "Too many requests",
      detail: "GitHub lets us continue later.",
      correlationId: "abc",
      retryAt: Date.parse("2026-11-21T10:32:00Z"),
    });
  });

  it("takes the time from Retry-After when the document has none", async () => {
    const problem = await answer({}, 503, { "retry-after": "5" });
    expect(problem.retryAt).toBe(NOW + 5000);
  });

  it("keeps field errors that have a message", async () => {
    const problem = await answer(
      { errors: [{ path: "repositories.0", message: "Use owner/name." }, { path: "x" }, 3] },
      422,
    );
    expect(problem.errors).toEqual([{ path: "repositories.0", message: "Use owner/name." }]);
  });

  it.each([
    ["/api/auth/github?access=repositories", "/api/auth/github?access=repositories"],
    ["https://github.com/settings", "https://github.com/settings"],
    ["javascript:alert(1)", undefined],
    ["//evil.example", undefined],
    ["/\\evil.example", undefined],
    [7, undefined],
  ])("follows the address %s only when it is safe", async (url, expected) => {
    expect((await answer({ action_url: url }, 403)).actionUrl).toBe(expected);
  });

  it.each([
    ["an empty body", "", 500],
    ["a page of HTML", "<h1>502</h1>", 502],
    ["a list", "[]", 404],
    ["null", "null", 400],
  ])("has a sentence for %s", async (_name, body, status) => {
    const problem = await problemOf(new Response(body, { status }), NOW);
    expect(problem.code).toBe(`http_${status}`);
    expect(problem.detail).not.toBe("");
  });
});

describe("other failures", () => {
  it("say that the reader is offline", () => {
    expect(noAnswer(false).title).toBe("You are offline");
  });

  it("say when nobody answered", () => {
    expect(noAnswer(true).code).toBe("no_answer");
  });

  it("stay what they are when they are problems already", () => {
    const problem = new ApiProblem({ status: 404, code: "not_found", title: "t", detail: "d" });
    expect(toProblem(problem)).toBe(problem);
  });

  it("tell nothing of an error of our own code", () => {
    expect(toProblem(new Error("secret")).message).not.toContain("secret");
  });
});
