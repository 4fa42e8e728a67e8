import { describe, expect, it } from "vitest";
import { goDetector } from "../../../../worker/engine/profile/go/go-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const GIN = `module github.com/acme/shop

go 1.24.0

toolchain go1.24.2

require (
	github.com/gin-gonic/gin v1.10.0
	github.com/jackc/pgx/v5 v5.7.1
	github.com/redis/go-redis/v9 v9.7.0 // cache
)

require (
	github.com/go-chi/chi/v5 v5.1.0 // indirect
	go.mongodb.org/mongo-driver v1.17.1 // indirect
)
`;

describe("a Go service", () => {
  const service = detected(goDetector, { "go.mod": GIN, "go.sum": "", "main.go": null, "main_test.go": null });

  it("has its direct requirements only", () => {
    expect(service.frameworks).toEqual(["gin"]);
    expect(servicesOf(service)).toEqual(["postgres", "redis"]);
  });

  it("has the version of its toolchain before the oldest that it allows", () => {
    expect(runtimesOf(service)).toEqual(["go 1.24.2 exact go.mod", "go 1.24.0 range go.mod"]);
    expect(managerOf(service)).toBe("go - go.sum");
  });

  it("is checked by what Go brings", () => {
    expect(commandsOf(service)).toEqual({
      install: "go mod download",
      lint: "go vet ./...",
      format: 'test -z "$(gofmt -l .)"',
      test: "go test -race ./...",
      build: "go build ./...",
      start: "go run .",
    });
  });

  it("says where it read what", () => {
    expect(service.evidence.filter(({ about }) => /framework|runtime|service/.test(about))).toEqual([
      { about: "runtime", value: "go 1.24.2", path: "go.mod", line: 5, confidence: "high" },
      { about: "runtime", value: "go 1.24.0", path: "go.mod", line: 3, confidence: "high" },
      { about: "framework", value: "gin", path: "go.mod", line: 8, confidence: "high" },
      { about: "service", value: "postgres", path: "go.mod", line: 9, confidence: "medium" },
      { about: "service", value: "redis", path: "go.mod", line: 10, confidence: "medium" },
    ]);
  });
});

describe("frameworks", () => {
  it.each([
    ["github.com/labstack/echo/v4", ["echo"]],
    ["github.com/gofiber/fiber/v3", ["fiber"]],
    ["github.com/go-chi/chi/v5", ["chi"]],
    ["github.com/go-chi/cors", []],
    ["github.com/gorilla/mux", ["mux"]],
    ["github.com/beego/beego/v2", ["beego"]],
    ["github.com/spf13/cobra", []],
    ["google.golang.org/grpc", []],
    ["github.com/gin-gonic/gin-contrib", []],
  ])("%s: %j", (module, frameworks) => {
    const files = { "go.mod": `module x\n\ngo 1.23\n\nrequire ${module} v1.2.3\n` };
    expect(detected(goDetector, files).frameworks).toEqual(frameworks);
  });
});

describe("versions", () => {
  it.each<[string, Files, string]>([
    ["go.mod", { "go.mod": "module x\n\ngo 1.23\n" }, "go 1.23 range go.mod"],
    ["windows line ends", { "go.mod": "module x\r\n\r\ngo 1.22\r\n" }, "go 1.22 range go.mod"],
    [".go-version", { "go.mod": "module x\n\ngo 1.22\n", ".go-version": "1.23.4\n" }, "go 1.23.4 exact .go-version"],
    [
      ".tool-versions",
      { "go.mod": "module x\n\ngo 1.22\n", ".tool-versions": "nodejs 22.1.0\ngolang 1.23.1\n" },
      "go 1.23.1 exact .tool-versions",
    ],
    [
      "an image is the weakest hint",
      { "go.mod": "module x\n\ngo 1.22\n", Dockerfile: "FROM golang:1.23-alpine AS build\n" },
      "go 1.22 range go.mod",
    ],
    ["go.work", { "go.work": "go 1.25\n\nuse ./a\n", "a/go.mod": "module a\n\ngo 1.24\n" }, "go 1.25 range go.work"],
  ])("%s", (_, files, version) => {
    expect(runtimesOf(detected(goDetector, files))[0]).toBe(version);
  });

  it("of two files that contradict one another are told", () => {
    const files = { "go.mod": "module x\n\ngo 1.24\n", ".go-version": "1.22.1\n" };
    expect(notesOf(detected(goDetector, files))).toEqual(["version_conflict go.mod"]);
  });

  it("of a folder above hold where the folder has none", () => {
    const files = { ".tool-versions": "golang 1.24.5\n", "api/go.mod": "module api\n\ngo 1.24\n" };
    expect(runtimesOf(detected(goDetector, files, "api"))).toEqual([
      "go 1.24.5 exact .tool-versions",
      "go 1.24 range api/go.mod",
    ]);
  });

  it("of another module above do not hold", () => {
    const files = { "go.mod": "module x\n\ngo 1.25\n\ntoolchain go1.25.1\n", "api/go.mod": "module api\n\ngo 1.24\n" };
    expect(runtimesOf(detected(goDetector, files, "api"))).toEqual(["go 1.24 range api/go.mod"]);
  });
});

describe("a workspace", () => {
  const files: Files = {
    "go.work": 'go 1.23.0\n\nuse (\n\t./api // the server\n\t"./lib/log"\n\t../outside\n\t./missing\n)\n',
    "api/go.mod": "module example.com/api\n\ngo 1.23\n\nrequire github.com/gofiber/fiber/v2 v2.52.5\n",
    "api/main.go": null,
    "lib/log/go.mod": "module example.com/log\n\ngo 1.22\n\nrequire github.com/lib/pq v1.10.9\n",
    ".golangci.yml": "version: '2'\n",
  };
  const workspace = detected(goDetector, files);

  it("is one component of its modules", () => {
    expect(workspace.monorepo).toEqual({ tool: "go", packages: ["api", "lib/log"] });
    expect(workspace.members).toEqual(["api", "lib/log"]);
    expect(workspace.frameworks).toEqual(["fiber"]);
    expect(servicesOf(workspace)).toEqual(["postgres"]);
  });

  it("names its modules, because `./...` of a root without module reaches none", () => {
    expect(commandsOf(workspace)).toMatchObject({
      install: "go mod download",
      lint: "golangci-lint run ./api/... ./lib/log/...",
      test: "go test -race ./api/... ./lib/log/...",
      build: "go build ./api/... ./lib/log/...",
    });
  });

  it("may have a module in its root", () => {
    const rooted = {
      "go.work": "go 1.23\nuse .\nuse ./tool\n",
      "go.mod": "module x\n",
      "tool/go.mod": "module tool\n",
    };
    expect(detected(goDetector, rooted).commands.test).toBe("go test -race ./... ./tool/...");
    expect(detected(goDetector, rooted).members).toEqual(["tool"]);
  });
});

it("tells that settings of golangci-lint 1 are out of date", () => {
  const files = { "go.mod": "module example.com/x\n\ngo 1.24\n", ".golangci.yml": "run:\n  timeout: 5m\n" };
  expect(notesOf(detected(goDetector, files))).toEqual(["uncertain .golangci.yml"]);
});

describe("commands", () => {
  const module = "module example.com/acme/shop\n\ngo 1.24\n";
  it.each<[string, Files, object]>([
    ["golangci-lint", { "go.mod": module, ".golangci.toml": 'version = "2"\n' }, { lint: "golangci-lint run" }],
    ["golangci-lint that was not read", { "go.mod": module, ".golangci.json": null }, { lint: "golangci-lint run" }],
    [
      "golangci-lint 1, whose settings version 2 refuses",
      { "go.mod": module, ".golangci.yml": "linters:\n  enable:\n    - gofmt\n" },
      { lint: "go vet ./...", format: 'test -z "$(gofmt -l .)"' },
    ],
    [
      "formatters of golangci-lint, with what they leave out",
      { "go.mod": module, ".golangci.yml": 'version: "2"\nformatters:\n  enable:\n    - gofumpt\n' },
      { lint: "golangci-lint run", format: "golangci-lint fmt --diff" },
    ],
    [
      "golangci-lint as a tool of the module",
      { "go.mod": `${module}\ntool github.com/golangci/golangci-lint/v2/cmd/golangci-lint\n`, ".golangci.yaml": "" },
      { lint: "go tool golangci-lint run" },
    ],
    ["one program", { "go.mod": module, "cmd/shopd/main.go": null }, { start: "go run ./cmd/shopd" }],
    [
      "several programs",
      { "go.mod": module, "cmd/migrate/main.go": null, "cmd/server/main.go": null },
      { start: "go run ./cmd/server" },
    ],
    [
      "copies of other code",
      { "go.mod": module, "vendor/modules.txt": null },
      { format: "test -z \"$(gofmt -l . | grep -vE '(^|/)vendor/')\"" },
    ],
    [
      "input of tests",
      { "go.mod": module, "vendor/modules.txt": null, "parse/testdata/broken.go": null },
      { format: "test -z \"$(gofmt -l . | grep -vE '(^|/)(vendor|testdata)/')\"" },
    ],
  ])("%s", (_, files, commands) => {
    expect(commandsOf(detected(goDetector, files))).toMatchObject(commands);
  });

  it("start what a Procfile says where nothing else does", () => {
    const files = { "go.mod": module, Procfile: "release: ./migrate\nweb: bin/shop --port $PORT\n" };
    expect(detected(goDetector, files).commands.start).toBe("bin/shop --port $PORT");
    expect(detected(goDetector, { ...files, "main.go": null }).commands.start).toBe("go run .");
  });

  it("of a library have no start", () => {
    expect(detected(goDetector, { "go.mod": module, "shop.go": null }).commands.start).toBeNull();
  });
});

describe("services", () => {
  it.each([
    ["github.com/testcontainers/testcontainers-go/modules/postgres", []],
    ["github.com/ory/dockertest/v3", []],
    ["github.com/alicebob/miniredis/v2", ["postgres"]],
    ["github.com/DATA-DOG/go-sqlmock", ["redis"]],
  ])("that %s brings are not asked for", (module, services) => {
    const files = { "go.mod": `${GIN}\nrequire ${module} v1.0.0\n` };
    expect(servicesOf(detected(goDetector, files))).toEqual(services);
  });
});

describe("what is no ordinary module", () => {
  it("a go.mod without a module is told and still a component", () => {
    const broken = detected(goDetector, { "go.mod": "<<<<<<< HEAD\n", "main.go": null });
    expect(notesOf(broken)).toEqual(["manifest_unreadable go.mod"]);
    expect(broken.commands.test).toBe("go test -race ./...");
  });

  it("a module that requires others without go.sum is told", () => {
    expect(notesOf(detected(goDetector, { "go.mod": GIN }))).toEqual(["no_lockfile go.mod"]);
    expect(notesOf(detected(goDetector, { "go.mod": GIN, "go.sum": "" }))).toEqual([]);
  });

  it("a main.go alone is Go, with doubt", () => {
    const loose = detected(goDetector, { "main.go": null, "util.go": null, "util_test.go": null });
    expect(loose.commands.build).toBe("go build -o /dev/null main.go util.go");
    expect(loose.evidence[0]?.confidence).toBe("medium");
    expect(notesOf(loose)).toEqual(["uncertain main.go"]);
  });

  it("other code alone is Go too", () => {
    const loose = detected(goDetector, { "app.go": null, "app_test.go": null });
    expect(loose.commands.start).toBe("go run app.go");
    expect(detectIn(goDetector, { "app_test.go": null })).toBeNull();
  });

  it("a main.go alone below the root is none", () => {
    expect(detectIn(goDetector, { "scripts/main.go": null }, "scripts")).toBeNull();
  });

  it("a site of Hugo with themes as modules is none", () => {
    const site = { "go.mod": "module site\n\ngo 1.22\n", "hugo.toml": "", "content/_index.md": null };
    expect(detectIn(goDetector, site)).toBeNull();
  });

  it("a module that lists tools is none", () => {
    const files = { "go.mod": "module x\n", "tools/go.mod": "module tools\n", "tools/tools.go": null };
    expect(detectIn(goDetector, files, "tools")).toBeNull();
  });
});
