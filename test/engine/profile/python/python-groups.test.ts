import { describe, expect, it } from "vitest";
import { pythonDetector } from "../../../../worker/engine/profile/python/python-detector.ts";
import { commandsOf, detected, detectIn } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const LIBRARY = `[build-system]
requires = ["hatchling"]
[project]
name = "net"
dependencies = ["idna"]
`;
const SOURCES: Files = { "src/net/__init__.py": "", "tests/test_net.py": "" };

describe("groups that the install command leaves out run nothing", () => {
  it.each<[string, Files, string, string | undefined, string | undefined]>([
    [
      "uv with groups that conflict",
      {
        "pyproject.toml": `${LIBRARY}[dependency-groups]
base = ["pytest"]
dev = [{ include-group = "base" }]
types = ["pyright"]
mypy-only = ["mypy"]
[tool.uv]
conflicts = [[{ group = "dev" }, { group = "mypy-only" }]]
`,
        "uv.lock": "version = 1\n",
      },
      "uv sync --locked --group dev --group types",
      "uv run pytest",
      "uv run pyright",
    ],
    [
      "pip",
      { "pyproject.toml": `${LIBRARY}[dependency-groups]\ntest = ["pytest"]\nslow = ["mypy"]\n` },
      "pip install --upgrade pip && pip install -e . --group test build",
      "pytest",
      undefined,
    ],
    [
      "Poetry with a group that is optional",
      {
        "pyproject.toml": `[tool.poetry]
name = "net"
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[tool.poetry.group.typings]
optional = true
[tool.poetry.group.typings.dependencies]
mypy = "^1"
`,
        "poetry.lock": "",
      },
      "poetry install --no-interaction",
      "poetry run pytest",
      undefined,
    ],
    [
      "pdm with extras for tests",
      {
        "pyproject.toml": `${LIBRARY}[project.optional-dependencies]
test = ["pytest"]
plot = ["mypy"]
[tool.pdm]
distribution = true
`,
        "pdm.lock": "",
      },
      "pdm sync --group test",
      "pdm run pytest",
      undefined,
    ],
    [
      "environments of Hatch beside uv",
      {
        "pyproject.toml": `${LIBRARY}[dependency-groups]
dev = ["pytest"]
[tool.hatch.envs.types]
dependencies = ["mypy"]
`,
        "uv.lock": "version = 1\n",
      },
      "uv sync --locked --dev",
      "uv run pytest",
      undefined,
    ],
  ])("%s", (_, files, install, test, typecheck) => {
    const { commands } = detected(pythonDetector, { ...files, ...SOURCES });
    expect([commands.install, commands.test ?? undefined, commands.typecheck ?? undefined]).toEqual([
      install,
      test,
      typecheck,
    ]);
  });
});

describe("a package that declares what it needs", () => {
  it.each<[string, Files, string[]]>([
    ["has no framework of those who work on it", { "requirements-dev.txt": "flask\n" }, []],
    ["has none of an environment of conda", { "environment.yml": "dependencies:\n  - flask\n" }, []],
    ["has none of a list beside it", { "requirements.txt": "-e .\ntornado==6.4\n" }, []],
    ["has its own", { "pyproject.toml": LIBRARY.replace("idna", "starlette>=0.40") }, ["starlette"]],
  ])("%s", (_, files, frameworks) => {
    const app = detected(pythonDetector, { "pyproject.toml": LIBRARY, ...SOURCES, ...files });
    expect(app.frameworks).toEqual(frameworks);
  });

  it("installs the builder once", () => {
    const app = detected(pythonDetector, {
      "pyproject.toml": LIBRARY,
      "requirements.txt": "-e .\nbuild==1.2.2\n",
      ...SOURCES,
    });
    expect(commandsOf(app)).toMatchObject({ install: "pip install -r requirements.txt", build: "python -m build" });
  });
});

it("takes folders of the documentation for no project", () => {
  const files = { "docs/source/requirements.txt": "sphinx\n", "docs/source/conf.py": "" };
  expect(detectIn(pythonDetector, files, "docs/source")).toBeNull();
});

describe("pylint", () => {
  it.each<[string, Files, string]>([
    ["without settings looks for errors alone", {}, "pylint --errors-only shop"],
    ["is run as its settings say", { ".pylintrc": "" }, "pylint shop"],
    ["is run as a task runs it", { Makefile: "lint:\n\tpylint shop\n" }, "pylint shop"],
  ])("%s", (_, files, lint) => {
    const project = { "requirements.txt": "pylint==3.3.1\n", "shop/__init__.py": "" };
    expect(detected(pythonDetector, { ...project, ...files }).commands.lint).toBe(lint);
  });
});
