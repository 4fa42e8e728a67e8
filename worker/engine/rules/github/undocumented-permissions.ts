import type { SourceFile } from "../../model/source-file.ts";
import { trailingComment } from "../../model/trailing-comment.ts";
import { type Permissions, permissionsOf } from "../../model/workflow.ts";
import type { YamlPair } from "../../parse/yaml-node.ts";
import { defineRule } from "../../rule.ts";

export const undocumentedPermissions = defineRule({
  meta: {
    id: "undocumented-permissions",
    category: "quality",
    severity: "info",
    title: "Permission without a comment that says why",
    fixClass: "none",
    profile: "strict",
    docs: {
      what: "A permission other than `contents: read` that has no comment behind it or on the line above. One finding per `permissions`.",
      why: "Who reviews a workflow later cannot tell which step needs the permission, so nobody dares to remove it when that step goes.",
      notReported:
        "`contents: read`, which every checkout needs. Levels `none`. `read-all` and `write-all`, which are reported as excessive. A list whose comment stands above or behind its `permissions:` key.",
      fix: "Say behind each permission which step needs it. Nobody but you knows, so no fix is offered.",
      example: {
        before: "permissions:\n  contents: write\n",
        after: "permissions:\n  contents: write # push the release tag\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const { permissions, anchor } of permissionsOf(workflow)) {
        const [first, ...others] = bareScopes(workflow.file, permissions);
        if (!first) continue;
        const names = [first, ...others].map(({ name }) => `\`${name}\``).join(", ");
        yield {
          message: `Nothing says why the token needs ${names}; add a comment behind each permission.`,
          path: workflow.path,
          at: first.pair.key,
          anchor,
          related: others.map(({ pair }) => ({ path: workflow.path, at: pair.key })),
        };
      }
    }
  },
});

function bareScopes(file: SourceFile, { pair, scopes }: Permissions) {
  const keyLine = file.lines.lineAt(pair.key.start);
  if (isComment(file, keyLine - 1) || /:[ \t]+#/.test(file.text.slice(pair.key.end, file.lines.endOf(keyLine))))
    return [];
  return scopes.filter(
    ({ name, level, pair: own }) =>
      (level === "read" || level === "write") && !(name === "contents" && level === "read") && !hasComment(file, own),
  );
}

function hasComment(file: SourceFile, { key, value }: YamlPair): boolean {
  return trailingComment(file, value) !== null || isComment(file, file.lines.lineAt(key.start) - 1);
}

function isComment(file: SourceFile, line: number): boolean {
  return line >= 1 && /^\s*#\s*\S/.test(file.lines.line(line));
}
