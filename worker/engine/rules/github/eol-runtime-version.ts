import { isPastEnd, nextSupported } from "../../data/end-of-life.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { dropCells } from "./eol-runtime-version/drop-cells.ts";
import { useNextLine } from "./eol-runtime-version/use-next-line.ts";
import { type UsedLine, usedLines } from "./eol-runtime-version/used-lines.ts";
import { endedVersionFiles } from "./eol-runtime-version/version-files.ts";

export const eolRuntimeVersion = defineRule({
  meta: {
    id: "eol-runtime-version",
    category: "ci_cd",
    severity: "medium",
    scope: "repository",
    title: "Pipeline uses a language or database version past its end of life",
    fixClass: "review",
    docs: {
      what: "A version of Node.js, Python, Go, Java, Ruby, PHP or .NET in a setup action (its input, an `env` value or a matrix behind it, the version file that it reads), and of a language, PostgreSQL, MySQL, MariaDB, Redis, MongoDB or Elasticsearch in the image of a `container` or a service, whose makers no longer support it. A matrix is one finding.",
      why: "Nobody repairs faults in such a version, security holes included, and dependencies, runners and actions drop it one after the other: the pipeline breaks on a day that others choose. It also tests something that should run nowhere any more. Days from [endoflife.date](https://endoflife.date), which names each maker's own page; for example [Node.js](https://github.com/nodejs/release#release-schedule), [Python](https://devguide.python.org/versions/).",
      notReported:
        "Lines whose end is not known to our table, such as most LTS releases of Java. Ranges (`>=18`), moving names, versions from expressions that cannot be resolved, images of other publishers, digests without a tag, PyPy and JRuby, which have days of their own. A major alone counts as its newest line (`redis:6` is 6.2).",
      fix: "Move to the next line that is supported; of a matrix drop the cells that are past their end. Both can change what is tested: let CI pass on it before merging.",
      example: {
        before: "- uses: actions/setup-node@v6\n  with:\n    node-version: 18\n",
        after: "- uses: actions/setup-node@v6\n  with:\n    node-version: 22\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const seen = new Set<number>();
      for (const group of usedLines(workflow)) {
        const ended = group.filter(({ line, node }) => isPastEnd(line, context.now) && !seen.has(node.start));
        for (const { node } of group) seen.add(node.start);
        const hit = toHit(workflow, { group, ended }, context.now);
        if (hit) yield hit;
      }
      if (workflow.file.text.includes("-version-file")) {
        yield* endedVersionFiles(context.repository, workflow, context.now);
      }
    }
  },
});

interface Found {
  readonly group: readonly UsedLine[];
  readonly ended: readonly UsedLine[];
}

function toHit(workflow: Workflow, { group, ended }: Found, now: number): Hit | null {
  const [first, ...others] = ended;
  if (!first) return null;
  const names = ended.map(({ label, line }) => `${label} ${line.line} (${line.end})`);
  const next = nextSupported(first.line, now);
  const advice =
    first.from === "matrix"
      ? `drop ${ended.length === 1 ? "it" : "them"} from the matrix`
      : next
        ? `move to ${next.line} or later`
        : "move to a supported line";
  return {
    message: `${[...new Set(names)].join(", ")} ${ended.length === 1 ? "is" : "are"} past ${ended.length === 1 ? "its" : "their"} end of life and get${ended.length === 1 ? "s" : ""} no more fixes; ${advice}.`,
    path: workflow.path,
    at: first.node,
    anchor: first.anchor,
    related: others.map(({ node }) => ({ path: workflow.path, at: node })),
    fix: () => (first.from === "matrix" ? dropCells(workflow, group, ended) : useNextLine(workflow, first, now)),
  };
}
