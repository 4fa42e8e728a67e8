import { component, exact, manager, range } from "./plan-profiles.ts";
import type { Sample } from "./plan-samples.ts";

export const PYTHON_SAMPLES: readonly Sample[] = [
  {
    name: "uv with a pinned Python",
    component: component({
      ecosystem: "python",
      packageManager: manager("uv", "uv.lock"),
      runtimes: [exact("python", "3.12.4", ".python-version")],
      frameworks: ["fastapi"],
      commands: {
        install: "uv sync --locked",
        lint: "uv run ruff check .",
        format: "uv run ruff format --check .",
        typecheck: "uv run mypy .",
        test: "uv run pytest",
      },
    }),
    jobs: {
      ci: [
        ["python .python-version", "uv"],
        ["uv sync --locked", "uv run ruff format --check .", "uv run ruff check .", "uv run mypy .", "uv run pytest"],
      ],
    },
  },
  {
    name: "a library on Poetry with a range",
    component: component({
      ecosystem: "python",
      packageManager: manager("poetry", "poetry.lock"),
      runtimes: [range("python", "^3.11", "pyproject.toml")],
      commands: { install: "poetry install --no-interaction", test: "poetry run pytest" },
    }),
    jobs: {
      test: [
        ["python matrix", "poetry"],
        ["poetry install --no-interaction", "poetry run pytest"],
      ],
    },
  },
  {
    name: "pip without any version",
    component: component({
      ecosystem: "python",
      packageManager: manager("pip", null),
      frameworks: ["flask"],
      commands: { install: "pip install -r requirements.txt", test: "python -m pytest" },
    }),
    jobs: { test: [["python 3.13"], ["pip install -r requirements.txt", "python -m pytest"]] },
  },
  {
    name: "PDM",
    component: component({
      ecosystem: "python",
      packageManager: manager("pdm", "pdm.lock"),
      frameworks: ["litestar"],
      runtimes: [range("python", ">=3.12", "pyproject.toml")],
      commands: { install: "pdm sync --dev", test: "pdm run pytest" },
    }),
    jobs: {
      test: [
        ["python 3.13", "pdm"],
        ["pdm sync --dev", "pdm run pytest"],
      ],
    },
  },
  {
    name: "Pipenv",
    component: component({
      ecosystem: "python",
      packageManager: manager("pipenv", "Pipfile.lock"),
      runtimes: [exact("python", "3.11", "Pipfile")],
      frameworks: ["django"],
      commands: { install: "pipenv install --deploy --dev", test: "pipenv run python manage.py test" },
    }),
    jobs: {
      test: [
        ["python Pipfile", "pipenv"],
        ["pipenv install --deploy --dev", "pipenv run python manage.py test"],
      ],
    },
  },
  {
    name: "tox, which installs what it runs",
    component: component({
      ecosystem: "python",
      packageManager: manager("pip", null),
      runtimes: [exact("python", "3.12", ".python-version")],
      commands: { lint: "tox -e lint", test: "tox run" },
    }),
    jobs: {
      ci: [
        ["python .python-version", "tox"],
        ["tox -e lint", "tox run"],
      ],
    },
  },
];
