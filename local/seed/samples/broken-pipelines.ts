import type { Sample } from "../sample.ts";

/** Workflows with dangerous, outdated and unreadable parts: each rule has something to find. */
export const brokenPipelines: Sample = {
  owner: "dev",
  name: "broken-pipelines",
  description: "Every mistake a pipeline can have",
  topics: ["ci", "examples"],
  authors: ["Dev Martin <dev@example.com>", "Sam Ortiz <sam@example.com>"],
  startAt: "2026-05-11T08:00:00Z",
  commits: [
    { message: "Start", add: ["README.md", "package.json", ".gitignore"] },
    { message: "Make slugs", add: ["lib/slug.js"] },
    { message: "Test slugs", add: ["test/"] },
    { message: "Lock dependencies", add: ["package-lock.json"] },
    { message: "Run tests", add: [".github/workflows/ci.yml"] },
    { message: "Greet people who comment", by: 1, add: [".github/workflows/triage.yml"] },
    { message: "Test pull requests of forks with our secrets", by: 1, add: [".github/workflows/pr-target.yml"] },
    { message: "Fix accents", edits: [["lib/slug.js", "NFC", "NFKD"]] },
    { message: "Audit every night", by: 1, add: [".github/workflows/nightly.yml"] },
    { message: "Draw the pipeline", add: [".github/workflows/diagram.yml"] },
    {
      message: "Release 0.2.0",
      edits: [
        ["package.json", '"version": "0.1.0"', '"version": "0.2.0"'],
        ["package-lock.json", '"version": "0.1.0"', '"version": "0.2.0"'],
      ],
      tag: "v0.2.0",
    },
    {
      message: "Report always",
      edits: [
        [
          ".github/workflows/ci.yml",
          "${{ github.ref == 'refs/heads/main' }}\n",
          "${{ github.ref == 'refs/heads/main' }} || ${{ always() }}\n",
        ],
      ],
    },
    {
      message: "Release 0.3.0",
      edits: [
        ["package.json", '"version": "0.2.0"', '"version": "0.3.0"'],
        ["package-lock.json", '"version": "0.2.0"', '"version": "0.3.0"'],
      ],
      tag: "v0.3.0",
    },
  ],
};
