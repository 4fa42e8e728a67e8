import { describe, expect, it } from "vitest";
import { pythonDetector } from "../../../../worker/engine/profile/python/python-detector.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const UV_APP: Files = {
  "pyproject.toml": `[project]
name = "shop-api"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = [
    "fastapi[standard]>=0.115",
    "asyncpg>=0.30",
]

[dependency-groups]
dev = ["pytest>=8", "ruff>=0.8", "mypy>=1.13"]

[tool.uv]
required-version = ">=0.5.0"

[tool.ruff.format]
quote-style = "single"
`,
  "uv.lock": 'requires-python = ">=3.12"\n[[package]]\nname = "fastapi"\n[[package]]\nname = "asyncpg"\n',
  ".python-version": "3.13\n",
  "main.py": 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop")\n',
  "tests/test_main.py": "def test_root():\n    pass\n",
};

describe("an API with uv", () => {
  const app = detected(pythonDetector, UV_APP);

  it("is told by its manifest and lockfile", () => {
    expect(app.languages).toEqual(["python"]);
    expect(managerOf(app)).toBe("uv - uv.lock");
    expect(app.frameworks).toEqual(["fastapi"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["python 3.13 exact .python-version", "python >=3.12 range pyproject.toml"]);
    expect(notesOf(app)).toEqual([]);
  });

  it("runs everything through uv, with the root on the path of its tests", () => {
    expect(commandsOf(app)).toEqual({
      install: "uv sync --locked --dev",
      lint: "uv run ruff check .",
      format: "uv run ruff format --check .",
      typecheck: "uv run mypy .",
      test: "uv run python -m pytest",
      start: "uv run fastapi run main.py",
    });
  });

  it("says where it read what", () => {
    const claims = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(claims).toContain("framework fastapi pyproject.toml:6");
    expect(claims).toContain("service postgres pyproject.toml:7");
    expect(claims).toContain("package_manager uv >=0.5.0 pyproject.toml:14");
    expect(claims).toContain("lint uv run ruff check . pyproject.toml:11");
    expect(claims).toContain("runtime python 3.13 .python-version:1");
  });
});

describe("frameworks", () => {
  it.each<[string, Files, string[]]>([
    ["names in any spelling", { "requirements.txt": "FastAPI ~= 0.1  # web\nStarlette\n" }, ["fastapi", "starlette"]],
    ["a URL", { "requirements.txt": "flask @ git+https://github.com/pallets/flask\n" }, ["flask"]],
    ["an editable one", { "requirements.txt": "-e git+https://github.com/x/y.git#egg=litestar\n" }, ["litestar"]],
    [
      "setup.cfg",
      { "setup.cfg": "[metadata]\nname = x\n[options]\ninstall_requires =\n    Flask>=2\n    click\n", "x.py": "" },
      ["flask"],
    ],
    ["what brings Django", { "requirements.txt": "wagtail\n" }, ["wagtail", "django"]],
    [
      "development groups of an application",
      { "pyproject.toml": '[project]\nname = "x"\n[dependency-groups]\ndev = ["flask"]\n' },
      ["flask"],
    ],
    ["not what a library only tests with", { "setup.py": 'setup(extras_require={"test": ["flask"]})' }, []],
    ["not Celery alone", { "requirements.txt": "celery[redis]\n" }, []],
    ["conda's pip", { "environment.yml": "dependencies:\n  - pip:\n    - fastapi\n" }, ["fastapi"]],
  ])("%s", (_, files, frameworks) => {
    expect(detected(pythonDetector, files).frameworks).toEqual(frameworks);
  });

  it("keeps Celery as evidence, and its broker as a service", () => {
    const found = detected(pythonDetector, { "requirements.txt": "celery[redis]\n" });
    expect(found.evidence.some(({ value }) => value === "celery")).toBe(true);
    expect(servicesOf(found)).toEqual(["redis"]);
  });
});

describe("services", () => {
  const settings = (engine: string) => ({
    "manage.py": "",
    "site/settings/base.py": `E = "django.db.backends.${engine}"\n`,
  });
  it.each<[string, Files, string[]]>([
    [
      "drivers",
      { "requirements.txt": "psycopg2-binary\nredis\npymongo\naio-pika\n" },
      ["postgres", "redis", "mongodb", "rabbitmq"],
    ],
    [
      "none with testcontainers",
      { "requirements.txt": "psycopg2\n", "requirements-dev.txt": "testcontainers[postgres]\n" },
      [],
    ],
    ["a fake instead", { "requirements.txt": "redis\npymysql\n", "requirements-dev.txt": "fakeredis\n" }, ["mysql"]],
    ["settings with SQLite before a driver", { "requirements.txt": "django\npsycopg2\n", ...settings("sqlite3") }, []],
    [
      "brokers of settings",
      {
        "requirements.txt": "django\n",
        "manage.py": "",
        "a/settings.py": 'CELERY_BROKER_URL = "amqp://localhost"\nCACHE = "redis://localhost"\n',
      },
      ["redis", "rabbitmq"],
    ],
    ["settings with MySQL", { "requirements.txt": "django\n", ...settings("mysql") }, ["mysql"]],
    [
      "no optional extra of a library",
      { "pyproject.toml": '[project]\nname = "x"\n[project.optional-dependencies]\npg = ["psycopg"]\n' },
      [],
    ],
  ])("%s", (_, files, services) => {
    expect(servicesOf(detected(pythonDetector, files))).toEqual(services);
  });
});

describe("versions", () => {
  it.each<[string, Files, string, string[]]>([
    ["Pipfile", { Pipfile: '[requires]\npython_version = "3.11"\n' }, ".", ["python 3.11 exact Pipfile"]],
    [
      "runtime.txt",
      { "requirements.txt": "", "runtime.txt": "python-3.12.4\n" },
      ".",
      ["python 3.12.4 exact runtime.txt"],
    ],
    [
      "a file above",
      { ".tool-versions": "python 3.12.1\n", "api/Pipfile": "" },
      "api",
      ["python 3.12.1 exact .tool-versions"],
    ],
    [
      "an image last",
      { "setup.py": 'python_requires=">=3.9"', Dockerfile: "FROM python:3.12-slim\n" },
      ".",
      ["python >=3.9 range setup.py", "python 3.12 exact Dockerfile"],
    ],
    ["conda", { "environment.yml": "dependencies:\n  - python=3.10.*\n" }, ".", ["python 3.10 exact environment.yml"]],
    ["none", { "requirements.txt": "" }, ".", []],
  ])("%s", (_, files, path, runtimes) => {
    expect(runtimesOf(detected(pythonDetector, files, path))).toEqual(runtimes);
  });

  it("says where files contradict each other", () => {
    const files = {
      ".python-version": "3.9",
      "pyproject.toml": '[project]\nname = "x"\nrequires-python = ">=3.11,<3.14"\n',
    };
    expect(notesOf(detected(pythonDetector, files))).toEqual(["version_conflict pyproject.toml"]);
  });
});
