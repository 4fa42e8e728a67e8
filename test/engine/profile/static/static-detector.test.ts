import { describe, expect, it } from "vitest";
import { staticDetector } from "../../../../worker/engine/profile/static/static-detector.ts";
import { commandsOf, detected, detectIn } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

describe("generators", () => {
  it.each<[string, Files, string, string]>([
    ["Hugo", { "hugo.toml": "baseURL = 'https://example.com/'\n" }, "hugo", "hugo --gc --minify"],
    [
      "Hugo of old",
      { "config.toml": 'baseURL = "https://example.com/"\n', "content/a.md": null },
      "hugo",
      "hugo --gc --minify",
    ],
    [
      "Hugo in YAML",
      { "config.yaml": "baseURL: https://example.com/\n", "archetypes/default.md": null },
      "hugo",
      "hugo --gc --minify",
    ],
    [
      "Hugo with a folder of settings",
      { "config/_default/hugo.toml": "", "content/a.md": null },
      "hugo",
      "hugo --gc --minify",
    ],
    [
      "Zola",
      { "config.toml": 'base_url = "https://example.com"\n', "templates/index.html": null },
      "zola",
      "zola build",
    ],
    ["mdBook", { "book.toml": "[book]\n", "src/SUMMARY.md": null }, "mdbook", "mdbook build"],
  ])("%s", (_, files, framework, build) => {
    const site = detected(staticDetector, files);
    expect(site.frameworks).toEqual([framework]);
    expect(site.commands.build).toBe(build);
  });

  it("do not own every config.toml", () => {
    expect(detectIn(staticDetector, { "config.toml": 'baseURL = "http://localhost"\n' })).toBeNull();
    expect(detectIn(staticDetector, { "config.toml": 'base_url = "http://localhost"\n' })).toBeNull();
  });
});

describe("pages as they are", () => {
  it.each<[string, Files, string, string[]]>([
    ["in the root", { "index.html": null, "js/app.js": null, "style.css": null }, ".", ["html", "javascript", "css"]],
    ["in public", { "public/index.html": null }, ".", ["html"]],
    ["in a folder", { "site/index.html": null }, "site", ["html"]],
    ["with a Staticfile", { Staticfile: null }, ".", ["html"]],
  ])("%s", (_, files, path, languages) => {
    const site = detected(staticDetector, files, path);
    expect(site.languages).toEqual(languages);
    expect(commandsOf(site)).toEqual({});
  });

  it.each<[string, Files, string]>([
    ["of a Vite application", { "package.json": "{}", "index.html": null }, "."],
    ["of a folder in it", { "package.json": "{}", "client/index.html": null }, "client"],
    ["of a Python server", { "requirements.txt": "flask\n", "public/index.html": null }, "."],
    ["of .NET", { "App.csproj": "", "index.html": null }, "."],
    ["of documentation", { "docs/index.html": null }, "docs"],
    ["deep below", { "a/b/index.html": null }, "a/b"],
  ])("are none %s", (_, files, path) => {
    expect(detectIn(staticDetector, files, path)).toBeNull();
  });
});
