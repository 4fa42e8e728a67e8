import { describe, expect, it } from "vitest";
import { glob } from "../../../worker/engine/template/glob.ts";
import { matchRepository, testMatch } from "../../../worker/engine/template/match-repository.ts";
import type { MatchRule } from "../../../worker/engine/template/template.ts";
import { rule } from "./template-parts.ts";

const FACTS = {
  languages: ["typescript", "javascript"],
  packageManagers: ["pnpm"],
  frameworks: ["next"],
  paths: ["package.json", "apps/web/Dockerfile"],
};
const SHOP = { fullName: "acme/web-shop", facts: FACTS };

describe("globs", () => {
  it.each([
    ["*.ts", "a.ts", true],
    ["*.ts", "b/a.ts", false],
    ["**/*.ts", "a.ts", true],
    ["**/*.ts", "b/c/a.ts", true],
    ["apps/**", "apps/web/x", true],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["Dockerfile", "dockerfile", true],
    ["a.c", "abc", false],
    ["", "", true],
    ["*", "", true],
    ["**a**b**", "xxaxxbxx", true],
    ["**a**b**", "xxbxxaxx", false],
  ])("%s against %s: %s", (pattern, name, expected) => {
    expect(glob(pattern)(name)).toBe(expected);
  });

  it("take no time for a pattern that is made to take it", () => {
    const started = performance.now();
    expect(glob("*a".repeat(50))("a".repeat(300).concat("b"))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a rule of a template", () => {
  it.each<[Partial<MatchRule>, string]>([
    [{}, "match"],
    [{ languages: ["go", "TypeScript"] }, "match"],
    [{ languages: ["go"] }, "no_match"],
    [{ packageManagers: ["pnpm"], frameworks: ["next"] }, "match"],
    [{ packageManagers: ["pnpm"], frameworks: ["nuxt"] }, "no_match"],
    [{ paths: ["**/Dockerfile"] }, "match"],
    [{ paths: ["go.mod"] }, "no_match"],
    [{ names: ["web-*"] }, "match"],
    [{ names: ["acme/*"] }, "match"],
    [{ names: ["other/*"] }, "no_match"],
  ])("%j: %s", (change, outcome) => {
    expect(matchRepository(rule(change), SHOP).outcome).toBe(outcome);
  });

  it("does not know about a repository that was not read, unless its name decides", () => {
    const unread = { fullName: "acme/new", facts: null };
    expect(matchRepository(rule({ languages: ["go"] }), unread).outcome).toBe("unknown");
    expect(matchRepository(rule({ languages: ["go"], names: ["web-*"] }), unread).outcome).toBe("no_match");
    expect(matchRepository(rule({ names: ["new"] }), unread).outcome).toBe("match");
  });

  it("says which condition does not hold", () => {
    expect(matchRepository(rule({ languages: ["go", "rust"] }), SHOP).reason).toBe(
      "It has no language of `go`, `rust`.",
    );
  });
});

describe("expectations of a rule", () => {
  const api = { fullName: "acme/api", facts: { ...FACTS, languages: ["go"] } };

  it("hold when they do", () => {
    const match = { rule: rule({ languages: ["typescript"] }), mustMatch: ["web-*"], mustNotMatch: ["api"] };
    expect(testMatch(match, [SHOP, api])).toMatchObject({
      items: [{ outcome: "match" }, { outcome: "no_match" }],
      failures: [],
    });
  });

  it("fail with the repository and the reason", () => {
    const match = { rule: rule({ languages: ["go"] }), mustMatch: ["web-*", "gone"], mustNotMatch: ["acme/*"] };
    expect(testMatch(match, [SHOP, api]).failures).toEqual([
      { expectation: "must_match", pattern: "web-*", fullName: "acme/web-shop", detail: "It has no language of `go`." },
      {
        expectation: "must_match",
        pattern: "gone",
        fullName: null,
        detail: "No repository of this organization fits `gone`.",
      },
      { expectation: "must_not_match", pattern: "acme/*", fullName: "acme/api", detail: "The rule matches it." },
    ]);
  });

  it("fail where the answer is not known", () => {
    const match = { rule: rule({ languages: ["go"] }), mustMatch: [], mustNotMatch: ["new"] };
    const { failures } = testMatch(match, [{ fullName: "acme/new", facts: null }]);
    expect(failures).toMatchObject([{ expectation: "must_not_match", fullName: "acme/new" }]);
  });
});
