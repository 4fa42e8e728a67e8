/** Templates of every kind, and what trying one answers. */
import type { ListedTemplate, TemplatePreview, TestMatch } from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";

const NO_RULE = { languages: [], package_managers: [], frameworks: [], paths: [], names: [] };
const TEXT = "name: {{ title }}\non:\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-24.04\n";

const HOUSE: ListedTemplate = {
  id: idOf("other", 80),
  origin: "organization",
  version: 3,
  latest_version: 3,
  name: "House checks",
  description: "What we ask of every service.",
  platform: "github",
  content: { kind: "text", path: ".github/workflows/house.yml", text: TEXT },
  parameters: [
    {
      name: "title",
      type: "string",
      required: true,
      default: "Checks",
      choices: [],
      pattern: null,
      description: "Name of the workflow",
    },
  ],
  match: { rule: { ...NO_RULE, languages: ["typescript"] }, must_match: ["acme/storefront"], must_not_match: [] },
  created_at: ago(60 * 24 * 9),
  updated_at: ago(60),
  fits: "match",
};

const BUILT_IN: ListedTemplate = {
  ...HOUSE,
  id: "builtin:node",
  origin: "built_in",
  version: 1,
  latest_version: 1,
  name: "Node with a matrix",
  description: "Tests on every version that is still maintained.",
  platform: null,
  content: { kind: "options", options: { style: "parallel", versions: "{{ versions }}" } },
  created_at: null,
  updated_at: null,
};

export const TEMPLATES = { items: [HOUSE], built_in: [BUILT_IN], next_cursor: null };

export const TEMPLATE_PREVIEW: TemplatePreview = {
  files: [{ path: ".github/workflows/house.yml", text: TEXT.replace("{{ title }}", "Checks") }],
  options: null,
  problems: [
    {
      severity: "warning",
      source: "rule",
      rule: "missing-job-timeout",
      message: "The job `test` has no time limit.",
      line: 5,
      column: 3,
      end_line: 5,
      end_column: 7,
    },
  ],
  valid: true,
};

export const TEST_MATCH: TestMatch = {
  items: [
    { repository_id: idOf("repository", 1), full_name: "acme/storefront", outcome: "match", reason: null },
    {
      repository_id: idOf("repository", 2),
      full_name: "acme/billing",
      outcome: "no_match",
      reason: "Its language is python.",
    },
    {
      repository_id: idOf("repository", 5),
      full_name: "acme/new",
      outcome: "unknown",
      reason: "It was not read yet.",
    },
  ],
  failures: [
    { expectation: "must_match", pattern: "acme/docs", full_name: null, detail: "No repository has this name." },
  ],
  complete: true,
};
