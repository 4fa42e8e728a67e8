import { describe, expect, it } from "vitest";
import { pythonDetector } from "../../../../worker/engine/profile/python/python-detector.ts";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import { commandsOf, detected, managerOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

type Case = readonly [name: string, files: Files, manager: string | null, commands: Partial<Commands>];

const REPOSITORIES: readonly Case[] = [
  [
    "hatch with scripts",
    {
      "pyproject.toml": `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "hatched"
[tool.hatch.envs.default]
dependencies = ["pytest"]
[tool.hatch.envs.default.scripts]
test = "pytest {args:tests}"
[tool.hatch.envs.types.scripts]
check = "mypy src"
`,
      "src/hatched/__init__.py": "",
      "tests/test_it.py": "",
    },
    "hatch - -",
    { install: "hatch env create", typecheck: "hatch run types:check", test: "hatch run test", build: "hatch build" },
  ],
  [
    "standard library tests",
    { "requirements.txt": "requests\n", "tests/test_a.py": "import unittest\n", "main.py": "" },
    "pip - -",
    {
      install: "pip install -r requirements.txt",
      test: "python -m unittest discover -s tests",
      start: "python main.py",
    },
  ],
  [
    "nox with uv",
    {
      "pyproject.toml": '[project]\nname = "n"\ndependencies = []\n',
      "uv.lock": "",
      "noxfile.py":
        "import nox\n\n@nox.session\ndef lint(session):\n    pass\n\n@nox.session(python=['3.12'])\ndef tests(session):\n    pass\n",
    },
    "uv - uv.lock",
    { install: "uv sync --locked", lint: "uvx nox --session lint", test: "uvx nox --session tests" },
  ],
  [
    "Streamlit with a Procfile",
    {
      "requirements.txt": "streamlit==1.40\n",
      "app.py": "",
      Procfile: "web: streamlit run app.py --server.port $PORT\n",
    },
    "pip - -",
    { install: "pip install -r requirements.txt", start: "streamlit run app.py --server.port $PORT" },
  ],
  [
    "FastHTML without more",
    {
      "requirements.txt": "python-fasthtml\n",
      "main.py": "from fasthtml.common import *\napp, rt = fast_app()\nserve()\n",
    },
    "pip - -",
    { install: "pip install -r requirements.txt", start: "python main.py" },
  ],
  ["one program", { "main.py": "print(1)\n" }, null, { start: "python main.py" }],
  [
    "conda",
    {
      "environment.yml":
        "name: science\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - numpy\n  - pytest\n  - pip:\n    - flask\n",
      "tests/test_a.py": "",
      "conftest.py": "",
    },
    "conda - -",
    {
      install: "conda env create --prefix ./.conda --file environment.yml",
      test: "conda run --no-capture-output --prefix ./.conda pytest",
    },
  ],
  [
    "uv with extras and several groups, whose extras conflict",
    {
      "pyproject.toml": `[project]
name = "ml"
dependencies = ["numpy"]
[project.optional-dependencies]
cpu = ["torch"]
gpu = ["torch"]
[dependency-groups]
dev = ["pytest"]
lint = ["ruff"]
docs = ["mkdocs"]
[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "gpu" }]]
`,
      "uv.lock": '[[package]]\nname = "numpy"\n',
      "test_ml.py": "",
    },
    "uv - uv.lock",
    { install: "uv sync --locked --group dev --group lint", lint: "uv run ruff check .", test: "uv run pytest" },
  ],
  [
    "a Makefile alone that knows how to test",
    {
      "requirements.txt": "boto3\n",
      Makefile: "install:\n\tpip install\n\ntest: install\n\t./run-tests.sh\n",
      "a.py": "",
    },
    "pip - -",
    { install: "pip install -r requirements.txt", test: "make test" },
  ],
  [
    "Poe the Poet with uv",
    {
      "pyproject.toml": `[project]
name = "p"
dependencies = []
[dependency-groups]
dev = ["poethepoet", "pytest"]
[tool.poe.tasks]
test = "pytest --cov"
typecheck.cmd = "mypy src"
`,
      "uv.lock": "",
      "tests/test_p.py": "",
    },
    "uv - uv.lock",
    { install: "uv sync --locked --dev", typecheck: "uv run poe typecheck", test: "uv run poe test" },
  ],
  [
    "a Django project one folder below its requirements",
    { "requirements.txt": "django\nmysqlclient\n", "mysite/manage.py": "", "mysite/mysite/settings.py": "" },
    "pip - -",
    {
      install: "pip install -r requirements.txt",
      test: "cd mysite && python manage.py test",
      start: "cd mysite && python manage.py runserver",
    },
  ],
];

const MORE: readonly Case[] = [
  [
    "a linter that corrects by itself, and a Django project in a folder without a manifest",
    {
      "pyproject.toml": '[project]\nname = "inventory"\nrequires-python = ">=3.12"\n[tool.ruff]\nfix = true\n',
      "requirements.txt": "Django==5.2\nruff==0.15.2\n",
      "inventory/manage.py": "",
      "inventory/inventory/wsgi.py": "",
      "inventory/core/tests/test_models.py": "",
    },
    "pip - -",
    {
      install: "pip install -r requirements.txt",
      lint: "ruff check --no-fix .",
      test: "cd inventory && python manage.py test",
      start: "cd inventory && python manage.py runserver",
    },
  ],
  [
    "a library with groups of pdm, whose type checker is another than the one installed",
    {
      "pyproject.toml": `[build-system]
requires = ['hatchling']
build-backend = 'hatchling.build'
[project]
name = 'checked'
dependencies = ['typing-extensions>=4.6; python_version < "3.13"']
[tool.pdm.dev-dependencies]
linting = ["ruff==0.5.0", "mypy~=1.1"]
testing = ["pytest>=8"]
[tool.ruff.format]
quote-style = 'single'
[tool.pyright]
include = ['checked']
`,
      "pdm.lock": "",
      "checked/__init__.py": "",
      "tests/test_it.py": "",
    },
    "pdm - pdm.lock",
    {
      install: "pdm sync --dev",
      lint: "pdm run ruff check .",
      format: "pdm run ruff format --check .",
      test: "pdm run pytest",
      build: "pdm build",
    },
  ],
  [
    "a factory of Flask, and a group of pip's",
    {
      "pyproject.toml": `[project]
name = "blog"
dependencies = ["flask", "gunicorn"]
[dependency-groups]
dev = ["pytest"]
docs = ["sphinx"]
`,
      "app/__init__.py": "from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n",
      "tests/test_blog.py": "",
    },
    "pip - -",
    {
      install: "pip install --upgrade pip && pip install -e . --group dev",
      test: "python -m pytest",
      start: "gunicorn 'app:create_app()'",
    },
  ],
  [
    "tests of a folder that is no package beside a source folder",
    {
      "requirements.txt": "fastapi\npytest\nuvicorn\n",
      "app/main.py": "from fastapi import FastAPI\napi: FastAPI = FastAPI()\n",
      "tests/unit/test_api.py": "",
    },
    "pip - -",
    { install: "pip install -r requirements.txt", test: "python -m pytest", start: "uvicorn app.main:api" },
  ],
  [
    "checks in environments of tox",
    {
      "setup.py": 'setup(name="old", install_requires=["six"])',
      "tox.ini":
        "[tox]\nenvlist = py311,lint,mypy\n[testenv]\ncommands = pytest\n[testenv:lint]\n[testenv:mypy]\n[testenv:docs]\n",
      "old/__init__.py": "",
    },
    "pip - -",
    { install: "pip install -e . tox", lint: "tox run -e lint", typecheck: "tox run -e mypy", test: "tox run -e py" },
  ],
  [
    "one extra for everything",
    {
      "pyproject.toml": `[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
[project]
name = "idna"
[project.optional-dependencies]
all = ["ruff", "pytest"]
`,
      "idna/__init__.py": "",
      "tests/test_idna.py": "",
    },
    "pip - -",
    { install: "pip install -e '.[all]' build", lint: "ruff check .", test: "pytest", build: "python -m build" },
  ],
  [
    "doctests, and requirements of the type checker",
    {
      "requirements.txt": "attrs\n",
      "mypy-requirements.txt": "mypy\n",
      "requirements-dev.txt": "pytest\n",
      "setup.cfg": "[tool:pytest]\naddopts = --doctest-modules\n[mypy]\nfiles = lib\n",
      "lib/a.py": "",
    },
    "pip - -",
    {
      install: "pip install -r requirements.txt -r mypy-requirements.txt -r requirements-dev.txt",
      typecheck: "mypy",
      test: "pytest",
    },
  ],
];

describe("Python repositories", () => {
  it.each([...REPOSITORIES, ...MORE])("%s", (_, files, manager, commands) => {
    const found = detected(pythonDetector, files);
    expect(managerOf(found)).toBe(manager);
    expect(commandsOf(found)).toEqual(commands);
  });
});
