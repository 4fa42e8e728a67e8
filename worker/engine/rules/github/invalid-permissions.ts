import { PERMISSION_LEVELS } from "../../data/permission-levels.ts";
import { type Permissions, permissionsOf, type Workflow } from "../../model/workflow.ts";
import { asScalar, type YamlNode } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { nearestScope } from "./invalid-permissions/nearest-scope.ts";

const WORDS: ReadonlySet<string> = new Set(["read-all", "write-all"]);
const LEVELS: ReadonlySet<string> = new Set(["read", "write", "none"]);

export const invalidPermissions = defineRule({
  meta: {
    id: "invalid-permissions",
    category: "quality",
    severity: "high",
    title: "Permissions name a scope or a level that GitHub does not know",
    fixClass: "none",
    docs: {
      what: "Under `permissions`, at the top or in a job: a scope that does not exist, a level that the scope does not accept (`id-token: read`, `contents: admin`), or a word other than `read-all` and `write-all` for all scopes.",
      why: "GitHub refuses the whole workflow file then, and none of its jobs runs. Scopes and levels: [workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions), read 2026-11-21.",
      notReported:
        "`permissions: {}`. Levels in another case (`Read`). Values that are no single word (lists, mappings) or absent: they are invalid values like any other. Permissions of a GitHub App's token (`permission-contents` of an action), which have more scopes.",
      fix: "Write the scope's or level's right name; the message says which one is nearest. Scopes of GitHub Apps such as `metadata` or `workflows` cannot be given to `GITHUB_TOKEN`: use a GitHub App's token for them.",
      example: {
        before: "permissions:\n  content: read\n  pull-request: write\n",
        after: "permissions:\n  contents: read\n  pull-requests: write\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const { permissions, anchor } of permissionsOf(workflow)) yield* checkAll(workflow, permissions, anchor);
    }
  },
});

function* checkAll(workflow: Workflow, { pair, scopes }: Permissions, anchor: string): Generator<Hit> {
  const word = asScalar(pair.value);
  if (word && !WORDS.has(word.value.trim()) && !WORDS.has(word.value.trim().toLowerCase())) {
    yield at(workflow, word, {
      anchor,
      message: `\`${show(word.value)}\` is no value for all permissions; write \`read-all\`, \`write-all\`, \`{}\` or a list of scopes.`,
    });
  }
  for (const { name, pair: own } of scopes) {
    const message = problemOf(name, own.value);
    const level = asScalar(own.value);
    const isScope = PERMISSION_LEVELS.has(name);
    if (message) yield at(workflow, isScope && level ? level : own.key, { anchor: `${anchor}.${name}`, message });
  }
}

function at({ path }: Workflow, node: YamlNode, hit: Pick<Hit, "anchor" | "message">): Hit {
  return { ...hit, path, at: node };
}

function problemOf(name: string, value: YamlNode): string | null {
  const row = PERMISSION_LEVELS.get(name);
  if (!row) {
    const nearest = nearestScope(name);
    const advice = nearest
      ? `\`${nearest}\` is the nearest that it knows.`
      : "other permissions need the token of a GitHub App.";
    return `GitHub knows no permission \`${show(name)}\` and refuses the workflow; ${advice}`;
  }
  const level = asScalar(value)?.value.trim();
  if (level === undefined || row.levels.some((known) => known === level) || isOtherCase(level)) return null;
  const known = row.levels.map((one) => `\`${one}\``).join(" or ");
  return `\`${name}\` does not accept \`${show(level)}\`, so GitHub refuses the workflow; write ${known}.`;
}

function isOtherCase(level: string): boolean {
  return level !== level.toLowerCase() && LEVELS.has(level.toLowerCase());
}

function show(text: string): string {
  return text.replaceAll("`", "'").replaceAll(/\s+/g, " ").slice(0, 60);
}
