import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { detectStack } from "../../../worker/engine/profile/detect-stack.ts";
import { type Files, snapshot } from "../../support/engine.ts";

const detect = (files: Files) => detectStack(new RepositoryModel(snapshot(files)));
const pathsOf = (files: Files) => detect(files).components.map(({ path, ecosystem }) => `${path} ${ecosystem}`);

const GO = "module example.com/a\n\ngo 1.25\n";
const CRATE = '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2024"\n';

describe("components", () => {
  it("are one for each manifest, the root first, then what has a lockfile", () => {
    const files = {
      "relay/go.mod": GO,
      "relay/main.go": null,
      "core/Cargo.toml": CRATE,
      "core/Cargo.lock": null,
      "core/src/lib.rs": null,
      "go.mod": GO,
      "main.go": null,
    };
    expect(pathsOf(files)).toEqual([". go", "core rust", "relay go"]);
  });

  it("leave out copies, output, samples and tests", () => {
    const files = {
      "go.mod": GO,
      "vendor/x/go.mod": GO,
      "node_modules/x/package.json": "{}",
      "target/package/Cargo.toml": CRATE,
      "examples/hello/go.mod": GO,
      "test/fixtures/a/Cargo.toml": CRATE,
    };
    expect(pathsOf(files)).toEqual([". go"]);
  });

  it("of a workspace are one, and its applications are listed as parts of it", () => {
    const { components } = detect({
      "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
      "Cargo.lock": null,
      "crates/api/Cargo.toml": `${CRATE}[dependencies]\naxum = "0.8"\n`,
      "crates/api/src/main.rs": null,
      "crates/core/Cargo.toml": CRATE,
      "crates/core/src/lib.rs": null,
    });
    expect(components.map(({ path, partOf }) => [path, partOf])).toEqual([
      [".", null],
      ["crates/api", "."],
    ]);
    expect(components[0]).toMatchObject({ frameworks: ["axum"], packageManager: { name: "cargo" } });
    expect(components[1]).toMatchObject({ packageManager: { lockfile: "Cargo.lock" } });
  });

  it("carry their image, their deployment and the services of their compose file", () => {
    const { components } = detect({
      "go.mod": GO,
      "main.go": null,
      Dockerfile: "FROM golang:1.25\n",
      "fly.toml": 'app = "a"\n',
      "compose.yaml":
        "services:\n  db:\n    image: docker.io/library/postgres:17-alpine\n  cache:\n    image: redis:${REDIS:-8.2}\n  app:\n    build: .\n  mail:\n    image: mailhog/mailhog\n",
    });
    expect(components[0]).toMatchObject({
      container: { dockerfile: "Dockerfile", context: "." },
      deploy: { target: "fly", file: "fly.toml" },
      services: [
        { name: "postgres", version: "17" },
        { name: "redis", version: "8.2" },
      ],
    });
    const said = components[0]?.evidence.filter(({ about }) => /service|container|deploy/.test(about));
    expect(said).toEqual([
      { about: "service", value: "postgres", path: "compose.yaml", line: 3, confidence: "medium" },
      { about: "service", value: "redis", path: "compose.yaml", line: 5, confidence: "medium" },
      { about: "container", value: "Dockerfile", path: "Dockerfile", line: null, confidence: "high" },
      { about: "deploy", value: "fly", path: "fly.toml", line: null, confidence: "high" },
    ]);
  });

  it.each([
    ["app.json of Expo", { "app.json": '{ "expo": {} }' }, null],
    ["app.json of Heroku", { "app.json": '{ "buildpacks": [] }' }, "heroku"],
    ["app.yaml of anybody", { "app.yaml": "name: x\n" }, null],
    ["app.yaml of App Engine", { "app.yaml": "runtime: go125\n" }, "app-engine"],
    ["Kamal", { "config/deploy.yml": "service: a\n" }, "kamal"],
    ["a Procfile", { Procfile: "web: ./a\n" }, "heroku"],
  ])("know %s", (_name, files, target) => {
    expect(detect({ "go.mod": GO, ...files }).components[0]?.deploy?.target ?? null).toBe(target);
  });
});

describe("what is not there", () => {
  it("is said of an empty repository", () => {
    expect(detect({})).toEqual({
      components: [],
      notes: [{ code: "no_stack", path: null, detail: expect.stringContaining("no files yet") }],
    });
  });

  it("is said of an unknown language", () => {
    expect(detect({ "main.cob": null, "README.md": null })).toMatchObject({
      components: [],
      notes: [{ code: "no_stack", detail: expect.stringContaining("No manifest") }],
    });
  });
});

describe("many components", () => {
  it("are cut, and it is said", () => {
    const files = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`svc-${index}/go.mod`, GO]));
    const { components, notes } = detect(files);
    expect(components).toHaveLength(50);
    expect(notes).toContainEqual(expect.objectContaining({ code: "too_many_components" }));
  });
});

describe("one folder with several manifests", () => {
  const C = "cmake_minimum_required(VERSION 3.20)\nproject(a LANGUAGES C)\nadd_library(a src/a.c)\n";
  const SWIFT = '// swift-tools-version:5.9\nimport PackageDescription\nlet package = Package(name: "a")\n';
  const sources = (pattern: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [pattern.replace("*", String(index)), null]));

  it.each([
    [
      "a library in C with a package for Swift",
      { "CMakeLists.txt": C, "Package.swift": SWIFT, ...sources("src/*.c", 9) },
      "cpp",
    ],
    [
      "an application in Swift with a build in CMake",
      { "CMakeLists.txt": C, "Package.swift": SWIFT, ...sources("Sources/*.swift", 9) },
      "swift",
    ],
    [
      "a library in JavaScript with requirements for its documentation",
      {
        "package.json": '{"name":"a","scripts":{"test":"node --test"}}',
        "requirements.txt": "mkdocs==1.6.1\n",
        ...sources("src/*.js", 9),
      },
      "node",
    ],
    [
      "a Django application with more JavaScript than Python",
      {
        "package.json": '{"name":"a","scripts":{"test":"jest"},"devDependencies":{"jest":"30.0.0"}}',
        "requirements.txt": "Django==5.2.4\n",
        "manage.py": "",
        "shop/settings.py": "",
        ...sources("front/*.js", 40),
      },
      "python",
    ],
  ])("%s is what it is", (_name, files, ecosystem) => {
    expect(detect(files).components[0]?.ecosystem).toBe(ecosystem);
  });
});
