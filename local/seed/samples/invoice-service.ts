import type { Sample } from "../sample.ts";

/** A Python service managed by uv, whose workflow installs without the lockfile. */
export const invoiceService: Sample = {
  owner: "acme",
  name: "invoice-service",
  description: "Numbers, renders and archives invoices",
  topics: ["python", "fastapi"],
  authors: ["Priya Raman <priya@example.com>", "Tom Lindqvist <tom@example.com>"],
  startAt: "2026-02-09T07:00:00Z",
  branches: { "archive-to-s3": 5 },
  commits: [
    { message: "Start the invoice service", add: ["pyproject.toml", ".gitignore", "README.md"] },
    { message: "Model invoices and their lines", add: ["src/invoices/__init__.py", "src/invoices/model.py"] },
    { message: "Test totals", add: ["tests/test_model.py"] },
    { message: "Lock dependencies with uv", add: ["uv.lock"] },
    { message: "Number invoices without gaps", by: 1, add: ["src/invoices/numbers.py"] },
    { message: "Test the number series", by: 1, add: ["tests/test_numbers.py"] },
    { message: "Render invoices as HTML", add: ["src/invoices/render.py"] },
    { message: "Offer invoices over HTTP", add: ["src/invoices/api.py"] },
    {
      message: "Release 0.5.0",
      edits: [
        ["pyproject.toml", 'version = "0.1.0"', 'version = "0.5.0"'],
        ["uv.lock", 'name = "invoice-service"\nversion = "0.1.0"', 'name = "invoice-service"\nversion = "0.5.0"'],
      ],
      tag: "v0.5.0",
    },
    { message: "Run tests in CI", by: 1, add: [".github/workflows/tests.yml"] },
    { message: "Test the API", add: ["tests/test_api.py"] },
    {
      message: "Test on 3.13 as well",
      by: 1,
      edits: [[".github/workflows/tests.yml", '["3.11", "3.12"]', '["3.11", "3.12", "3.13"]']],
    },
    { message: "Build an image", add: ["Dockerfile"] },
    { message: "Mark the package as typed", by: 1, add: ["src/invoices/py.typed"] },
    { message: "Develop on Python 3.12", add: [".python-version"] },
    {
      message: "Lock numbers while counting",
      edits: [
        ["pyproject.toml", 'version = "0.5.0"', 'version = "0.6.0"'],
        ["uv.lock", 'name = "invoice-service"\nversion = "0.5.0"', 'name = "invoice-service"\nversion = "0.6.0"'],
      ],
    },
    { message: "Publish on tags", by: 1, add: [".github/workflows/release.yml"] },
    {
      message: "Release 0.8.0",
      edits: [
        ["pyproject.toml", 'version = "0.6.0"', 'version = "0.8.0"'],
        ["uv.lock", 'name = "invoice-service"\nversion = "0.6.0"', 'name = "invoice-service"\nversion = "0.8.0"'],
      ],
      tag: "v0.8.0",
    },
    { message: "Let Dependabot watch our packages", by: 1, add: [".github/dependabot.yml"] },
    {
      message: "Round half a cent up",
      edits: [
        ["src/invoices/model.py", "CENT, ROUND_HALF_EVEN", "CENT, ROUND_HALF_UP"],
        ["src/invoices/model.py", "import ROUND_HALF_EVEN", "import ROUND_HALF_UP"],
        ["pyproject.toml", 'version = "0.8.0"', 'version = "0.8.1"'],
        ["uv.lock", 'name = "invoice-service"\nversion = "0.8.0"', 'name = "invoice-service"\nversion = "0.8.1"'],
      ],
      tag: "v0.8.1",
    },
  ],
};
