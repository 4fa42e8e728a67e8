import { generate } from "../../../worker/engine/generate/generate.ts";
import type { Generated } from "../../../worker/engine/generate/generated.ts";
import { renderTemplate } from "../../../worker/engine/template/render-template.ts";
import type { TemplateDefinition } from "../../../worker/engine/template/template.ts";
import { isAcceptable } from "../../../worker/engine/validate/validate-configuration.ts";
import { type Files, snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { DEFAULTS, FACTS } from "./configurations.ts";

const PACKAGE = '{ "name": "a", "scripts": { "test": "node --test" }, "dependencies": { "express": "5.1.0" } }\n';
const PACKAGES = 300;
/** Milliseconds for a workspace of 300 packages, on one slow core. */
const SLOWEST_MS = 2_000;

interface Case {
  readonly name: string;
  readonly files: Files;
  /** What the notes must say; null where a pipeline must be written. */
  readonly says: RegExp;
  readonly writes: boolean;
}

const CASES: readonly Case[] = [
  { name: "empty repository", files: {}, says: /no files yet/, writes: false },
  { name: "unknown language", files: { "main.cob": null }, says: /No manifest of a known ecosystem/, writes: false },
  {
    name: "manifest that does not parse",
    files: { "package.json": '{ "name": ', "package-lock.json": null },
    says: /package\.json/,
    writes: false,
  },
  {
    name: "TOML that does not parse",
    files: { "pyproject.toml": "[project\nname = 1", "uv.lock": null },
    says: /pyproject\.toml/,
    writes: false,
  },
  {
    name: "two lockfiles",
    files: { "package.json": PACKAGE, "package-lock.json": "{}", "yarn.lock": "# yarn lockfile v1\n" },
    says: /package-lock\.json.*yarn\.lock|yarn\.lock.*package-lock\.json/,
    writes: true,
  },
];

/** Every bad input gets a clear answer. */
export function proveBadInput(report: Report): void {
  for (const { name, files, says, writes } of CASES) {
    const result = generate(snapshot(files), { ...DEFAULTS, platform: "github" }, FACTS);
    const words = wordsOf(result);
    const isAnswered = words.some((text) => says.test(text)) && (!writes || result.files.length > 0);
    report.claim(`a clear answer: ${name}`, isAnswered && isAcceptable(result.problems), words.join(" ").slice(0, 200));
  }
  proveWorkspace(report);
  proveTemplates(report);
}

/** A value of the wrong type, one that is no choice, and one that is missing. */
const WRONG = { node: "latest", versions: "24", shards: 1.5 };

function proveTemplates(report: Report): void {
  const parameter = { required: true, default: null, choices: [], pattern: null, description: "" };
  const template: TemplateDefinition = {
    name: "Node service",
    description: "",
    platform: "github",
    content: { kind: "options", options: { versions: "{{versions}}" } },
    parameters: [
      { ...parameter, name: "node", type: "choice", choices: ["22", "24"] },
      { ...parameter, name: "versions", type: "string_list" },
      { ...parameter, name: "owner", type: "string" },
    ],
    match: {
      rule: { languages: [], packageManagers: [], frameworks: [], paths: [], names: [] },
      mustMatch: [],
      mustNotMatch: [],
    },
  };
  const result = renderTemplate(template, WRONG);
  const problems = result.ok ? [] : result.problems;
  const named = ["node", "versions", "owner", "shards"].filter((name) =>
    problems.some(({ path, message }) => path.includes(name) || message.includes(name)),
  );
  const words = problems.map(({ path, message }) => `${path}: ${message}`).join(" ");
  report.claim("a clear answer: wrong parameters of a template", named.length === 4, words);
}

function wordsOf({ notes, profile }: Generated): string[] {
  return [...profile.notes.map(({ path, detail }) => `${path ?? ""}: ${detail}`), ...notes.map(({ detail }) => detail)];
}

function proveWorkspace(report: Report): void {
  const files: Record<string, string | null> = {
    "package.json":
      '{ "name": "root", "private": true, "packageManager": "pnpm@10.14.0", "scripts": { "test": "pnpm -r test" } }\n',
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  };
  for (let index = 0; index < PACKAGES; index += 1) {
    files[`packages/p${index}/package.json`] = PACKAGE.replace('"a"', `"p${index}"`);
    for (let file = 0; file < 20; file += 1) files[`packages/p${index}/src/f${file}.ts`] = null;
  }
  const source = snapshot(files);
  const startedAt = performance.now();
  const { profile, files: written } = generate(source, { ...DEFAULTS, platform: "gitlab" }, FACTS);
  const ms = performance.now() - startedAt;
  const packages = profile.components[0]?.monorepo?.packages.length ?? 0;
  const holds = packages === PACKAGES && written.length === 1 && ms < SLOWEST_MS;
  report.claim(
    `a monorepo of ${PACKAGES} packages`,
    holds,
    `${packages} packages, ${written.length} file, ${ms.toFixed(0)} ms`,
  );
}
