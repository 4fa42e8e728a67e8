import { triggerFilter } from "../../model/read-parts.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

const FILTERS = ["branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore"] as const;

export const invalidGlobPattern = defineRule({
  meta: {
    id: "invalid-glob-pattern",
    category: "ci_cd",
    severity: "high",
    title: "Filter pattern that can match nothing",
    fixClass: "none",
    docs: {
      what: "A pattern for branches, tags or paths that GitHub's filters cannot read, or that no name can ever match: brackets that are not closed or run backwards, `?` or `+` behind nothing, characters that git forbids in names of branches and tags, paths that begin with `./` or `/` or climb with `..`; and a filter all of whose patterns begin with `!`.",
      why: "The filter matches nothing, so the workflow never runs, or GitHub refuses the file. Syntax: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet and git-check-ref-format(1).",
      notReported:
        "Patterns of names that merely do not exist now. `!` in front, where a positive pattern stands before it. Escaped characters. Everything in expressions.",
      fix: "Correct the pattern; paths are relative to the root of the repository, without `./`.",
      example: { before: "on:\n  push:\n    paths: ['./src/**']\n", after: "on:\n  push:\n    paths: ['src/**']\n" },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      yield* onlyNegated(workflow);
      for (const { event, filter, node } of patternsOf(workflow)) {
        const problem = problemOf(node.value, filter.startsWith("paths"));
        if (problem === null) continue;
        const anchor = `on.${event}.${filter}.${node.value}`;
        yield { message: `\`${node.value}\` ${problem}.`, path: workflow.path, at: node, anchor };
      }
    }
  },
});

/** docs.github.com: with `!` alone nothing is ever let in. */
function* onlyNegated({ triggers, path }: Workflow): Iterable<Hit> {
  for (const trigger of triggers) {
    for (const filter of ["branches", "tags", "paths"]) {
      const patterns = triggerFilter(trigger, filter) ?? [];
      const [first, ...rest] = patterns;
      if (!first || !patterns.every(({ value }) => value.startsWith("!"))) continue;
      const message = `\`${filter}\` has patterns with \`!\` alone, so that nothing matches; put one without before them, or use \`${filter}-ignore\`.`;
      const related = rest.map((at) => ({ path, at }));
      yield { message, path, at: first, anchor: `on.${trigger.event}.${filter}`, related };
    }
  }
}

function problemOf(pattern: string, isPath: boolean): string | null {
  if (pattern.includes("${{")) return null;
  const body = pattern.replace(/^!/, "");
  if (body === "") return "is empty; name something";
  return bracketProblem(body) ?? quantifierProblem(body) ?? (isPath ? pathProblem(body) : refProblem(body));
}

function bracketProblem(body: string): string | null {
  const plain = body.replaceAll(/\\./g, "x");
  const open = plain.indexOf("[");
  if (open === -1) return null;
  const close = plain.indexOf("]", open + 1);
  if (close === -1) return "has a `[` that is never closed";
  const set = plain.slice(open + 1, close);
  if (set === "") return "has empty brackets";
  const backwards = [...set.matchAll(/(.)-(.)/g)].find(([, from = "", to = ""]) => from > to);
  return backwards ? `has a range that runs backwards, \`${backwards[0]}\`` : bracketProblem(plain.slice(close + 1));
}

function quantifierProblem(body: string): string | null {
  const match = /(?:^|[/*?+])([?+])/.exec(body.replaceAll(/\\./g, "x").replaceAll(/\[[^\]]*\]/g, "x"));
  return match ? `has \`${match[1]}\` behind nothing that it could repeat` : null;
}

function pathProblem(body: string): string | null {
  if (body.startsWith("./") || body.startsWith("/")) return "begins with `./` or `/`, and paths never do; leave it out";
  if (/(?:^|\/)\.\.(?:\/|$)/.test(body)) return "climbs out with `..`, and paths never do";
  return body !== body.trim() ? "begins or ends with a space, and matching takes it literally" : null;
}

/** git-check-ref-format(1); `*`, `?`, `[` and `\` are part of the pattern language. */
function refProblem(body: string): string | null {
  const forbidden = /[ ~^:]/.exec(body.replaceAll(/\\./g, ""));
  if (forbidden) return `has \`${forbidden[0]}\`, which no branch or tag may have in its name`;
  if (body.startsWith("refs/")) return "begins with `refs/`; filters take the name alone";
  if (body.startsWith("/") || body.endsWith("/")) return "begins or ends with `/`, and no name does";
  return /\.\.|\/\/|@\{|\.lock$/.test(body) ? "has a part that git forbids in names" : null;
}

function patternsOf({ triggers }: Workflow): { event: string; filter: string; node: YamlScalar }[] {
  return triggers.flatMap((trigger) =>
    FILTERS.flatMap((filter) =>
      (triggerFilter(trigger, filter) ?? []).map((node) => ({ event: trigger.event, filter, node })),
    ),
  );
}
