import { insertAt } from "../../edit/edit-yaml.ts";
import { scalarSource } from "../../edit/scalar-source.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { findValue, type YamlMap } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const missingWorkflowName = defineRule({
  meta: {
    id: "missing-workflow-name",
    category: "quality",
    severity: "info",
    title: "Workflow has no name",
    fixClass: "safe",
    profile: "strict",
    docs: {
      what: "A workflow or an action without `name`.",
      why: "GitHub then shows the path of the file in lists, checks and notifications, and `workflow_run` must name the path. Actions without a name cannot be published: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#name.",
      notReported:
        "Workflows with any name, also an expression. Jobs and steps, whose names are shown from their ids and commands. Files that are no workflow. Outside the strict profile.",
      fix: "A name from the file's own: `release-notes.yml` becomes `Release notes`.",
      example: { before: "on: push\n", after: "name: CI\non: push\n" },
    },
  },

  *check({ workflows, actions }) {
    for (const { path, file, root, kind } of [...workflows, ...actions]) {
      if (findValue(root, "name")) continue;
      yield {
        message: `This ${kind} has no name, so GitHub shows its path; add \`name\`.`,
        path,
        at: { start: root.pairs[0]?.key.start ?? 0, end: root.pairs[0]?.key.end ?? 0 },
        anchor: "name",
        fix: () => addName(file, root),
      };
    }
  },
});

function addName(file: SourceFile, root: YamlMap): FixOutcome {
  const first = root.pairs[0];
  if (root.flow || !first || root.aliased) return { abstain: "The file is written in one line; add `name` by hand." };
  const name = nameFrom(file.path);
  return {
    edits: [insertAt(file, first.key.outerStart, `name: ${scalarSource(name)}${file.newline}`)],
    title: `Name the workflow \`${name}\``,
    explanation:
      "The name is made of the file's own. Badges and `workflow_run` triggers that name the workflow by its path must be changed with it.",
  };
}

const SHORT = new Set(["ci", "cd", "pr", "e2e", "api", "qa", "ui"]);

function nameFrom(path: string): string {
  const [folder = "", file = ""] = path.split("/").slice(-2);
  const base = /^action\.ya?ml$/.test(file) ? folder : file.replace(/\.ya?ml$/, "");
  const words = (base || "action").split(/[-_.\s]+/).filter(Boolean);
  const text = words.map((word) => (SHORT.has(word.toLowerCase()) ? word.toUpperCase() : word)).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
