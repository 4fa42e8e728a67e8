/** Templates that every organization has: options for the generator, and for which repositories they are made. */
import { linesToTest, supportedLines } from "../generate/plan/release-lines.ts";
import type { MatchRule, TemplateDefinition, TemplateParameter } from "./template.ts";

export interface BuiltInTemplate {
  /** `builtin:…` */
  readonly id: string;
  readonly definition: TemplateDefinition;
}

const ANY: MatchRule = { languages: [], packageManagers: [], frameworks: [], paths: [], names: [] };

interface Sketch {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly TemplateParameter[];
  readonly rule?: Partial<MatchRule>;
}

const VERSIONS: TemplateParameter = {
  name: "versions",
  type: "string_list",
  required: true,
  default: null,
  choices: [],
  pattern: "[0-9A-Za-z][0-9A-Za-z.+_-]{0,30}",
  description: "Versions of the main language that must work, the oldest first.",
};

const RUNNER: TemplateParameter = {
  name: "runner",
  type: "string",
  required: true,
  default: null,
  choices: [],
  pattern: "[A-Za-z0-9][A-Za-z0-9_./:-]{0,99}",
  description: "Label of your runners on GitHub, tag on GitLab, resource class on CircleCI.",
};

const CHECKS = ["lint", "format", "typecheck", "test"];

const SKETCHES: readonly Sketch[] = [
  {
    id: "checks",
    name: "Checks",
    description: "Lints, checks the format and the types, and tests every change. Nothing is built or published.",
    options: { jobs: CHECKS },
  },
  {
    id: "checks-and-build",
    name: "Checks and build",
    description: "Checks every change and proves that it builds.",
    options: { jobs: [...CHECKS, "build"] },
  },
  {
    id: "one-job",
    name: "One job for all checks",
    description: "For small repositories: setting up once is faster than running side by side.",
    options: { jobs: [...CHECKS, "build"], style: "compact" },
  },
  {
    id: "version-matrix",
    name: "Several versions",
    description: "For libraries: tests on every version of the language that its users have.",
    options: { jobs: [...CHECKS, "build"], versions: "{{versions}}" },
    parameters: [VERSIONS],
  },
  {
    id: "container",
    name: "Container image",
    description:
      "Checks, then builds the image of the Dockerfile, and publishes it from the default branch and from tags.",
    options: { deploy: "container-registry" },
    rule: { paths: ["**/Dockerfile", "**/Containerfile"] },
  },
  {
    id: "cloudflare",
    name: "Cloudflare",
    description: "Checks, then deploys the default branch with wrangler.",
    options: { deploy: "cloudflare" },
    rule: { paths: ["**/wrangler.toml", "**/wrangler.json", "**/wrangler.jsonc"] },
  },
  {
    id: "pages",
    name: "Static site",
    description: "Checks and builds, then publishes the site on the platform's Pages.",
    options: { deploy: "pages" },
    rule: {
      frameworks: ["astro", "docusaurus", "eleventy", "gatsby", "hugo", "jekyll", "mkdocs", "vitepress", "zola"],
    },
  },
  {
    id: "own-runners",
    name: "Your own runners",
    description: "Checks and builds on runners that you name.",
    options: { jobs: [...CHECKS, "build"], runner: "{{runner}}" },
    parameters: [RUNNER],
  },
];

interface Stack {
  readonly id: string;
  readonly name: string;
  /** As in the table of release lines. */
  readonly product: string;
  readonly languages: readonly string[];
}

const STACKS: readonly Stack[] = [
  { id: "node", name: "Node.js", product: "node", languages: ["typescript", "javascript"] },
  { id: "python", name: "Python", product: "python", languages: ["python"] },
  { id: "go", name: "Go", product: "go", languages: ["go"] },
  { id: "java", name: "Java", product: "java", languages: ["java", "kotlin"] },
  { id: "ruby", name: "Ruby", product: "ruby", languages: ["ruby"] },
  { id: "php", name: "PHP", product: "php", languages: ["php"] },
  { id: "dotnet", name: ".NET", product: "dotnet", languages: ["csharp", "fsharp"] },
];

/** All of them; those of stacks offer the release lines that get fixes at `now` (milliseconds). */
export function builtInTemplates(now: number): readonly BuiltInTemplate[] {
  return [...SKETCHES, ...STACKS.map((stack) => libraryOf(stack, now))].map(toTemplate);
}

function libraryOf({ id, name, product, languages }: Stack, now: number): Sketch {
  const lines = linesToTest(supportedLines(product, now));
  return {
    id: `${id}-library`,
    name: `${name} library`,
    description: `Checks, and tests on every release line of ${name} that still gets fixes.`,
    options: { jobs: [...CHECKS, "build"], versions: "{{versions}}" },
    parameters: [{ ...VERSIONS, default: lines.length === 0 ? null : lines }],
    rule: { languages },
  };
}

function toTemplate({ id, name, description, options, parameters = [], rule = {} }: Sketch): BuiltInTemplate {
  const match = { rule: { ...ANY, ...rule }, mustMatch: [], mustNotMatch: [] };
  const content = { kind: "options" as const, options };
  return { id: `builtin:${id}`, definition: { name, description, platform: null, content, parameters, match } };
}
