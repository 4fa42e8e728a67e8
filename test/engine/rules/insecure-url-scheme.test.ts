import { describe, expect, it } from "vitest";
import { insecureUrlScheme } from "../../../worker/engine/rules/repo/insecure-url-scheme.ts";
import { fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const CONFIG = ".pre-commit-config.yaml";
const config = (url: string) => ({
  [CONFIG]: `repos:\n  - repo: ${url}\n    rev: 25.1.0\n    hooks:\n      - id: x\n`,
});

describe("insecure-url-scheme stays silent", () => {
  it.each([
    ["https", "https://github.com/psf/black"],
    ["ssh", "ssh://git@github.com/psf/black"],
    ["an address of ssh", "git@github.com:psf/black.git"],
    ["hooks of the repository", "local"],
    ["hooks of the tool", "meta"],
    ["a path", "../hooks"],
    ["a file", "file:///srv/hooks"],
    ["this machine", "http://localhost:3000/hooks"],
    ["this machine by number", "http://127.0.0.1/hooks"],
    ["a scheme in the path", "https://mirror.example/http://github.com/psf/black"],
    ["a scheme alone", "http://"],
    ["nothing", ""],
  ])("on %s", (_, url) => {
    expect(placesOf(insecureUrlScheme, config(url))).toEqual([]);
  });

  it.each([
    ["a comment", "repos:\n  # - repo: http://a.example/b\n  - repo: https://a.example/b\n"],
    [
      "an argument of a hook",
      "repos:\n  - repo: local\n    hooks:\n      - id: x\n        args: [http://a.example/b]\n",
    ],
    ["a list", "- repo: http://a.example/b\n"],
    ["broken YAML", "repos: [\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(insecureUrlScheme, { [CONFIG]: text })).toEqual([]);
  });

  it("on other files", () => {
    const text = "repos:\n  - repo: http://a.example/b\n";
    expect(
      placesOf(insecureUrlScheme, { "docs/pre-commit-config.yaml": text, [WORKFLOW]: `on: push\n${text}` }),
    ).toEqual([]);
  });
});

describe("insecure-url-scheme reports", () => {
  it.each([
    ["http", "http://github.com/psf/black"],
    ["git", "git://github.com/psf/black.git"],
    ["capitals", "HTTP://github.com/psf/black"],
    ["quotes", '"http://github.com/psf/black"'],
    ["a user", "http://user@git.example/hooks"],
    ["a port", "http://git.example:8080/hooks"],
    ["another host that begins alike", "http://localhost.example/hooks"],
    ["an anchor", "&black http://github.com/psf/black"],
  ])("%s", (_, url) => {
    expect(placesOf(insecureUrlScheme, config(url))).toHaveLength(1);
  });

  it("each repository where its URL stands", () => {
    const text = "repos: [{repo: http://a.example/b}, {repo: 'git://a.example/c'}]\r\n";
    expect(placesOf(insecureUrlScheme, { [CONFIG]: text })).toEqual([`${CONFIG}:1:16 high`, `${CONFIG}:1:44 high`]);
  });
});

describe("insecure-url-scheme fixes", () => {
  it.each([
    ["http", "http://github.com/psf/black # formatter", "https://github.com/psf/black # formatter"],
    ["git", "git://github.com/psf/black.git", "https://github.com/psf/black.git"],
    ["single quotes", "'http://github.com/psf/black'", "'https://github.com/psf/black'"],
    ["double quotes", '"HTTP://github.com/psf/black"', '"https://github.com/psf/black"'],
  ])("%s", (_, before, after) => {
    const { text, remediation } = fixOf(insecureUrlScheme, config(before));
    expect(text).toBe(config(after)[CONFIG]);
    expect(remediation?.fixClass).toBe("safe");
  });

  it("in flow style with CRLF", () => {
    const text = "repos: [{repo: http://a.example/b, rev: v1}]\r\n";
    expect(fixOf(insecureUrlScheme, { [CONFIG]: text }).text).toBe(text.replace("http:", "https:"));
  });
});

describe("insecure-url-scheme offers no fix", () => {
  it("for a URL with a port", () => {
    expect(fixOf(insecureUrlScheme, config("http://git.example:8080/hooks"))).toMatchObject({
      text: null,
      reason: expect.stringContaining("port"),
    });
  });
});
