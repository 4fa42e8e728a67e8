import { deleteKey, endOfContent, replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import type { GitlabEntry, GitlabPipeline } from "../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { findPair, type YamlPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { rulesFor } from "./gitlab-only-except-legacy/to-rules.ts";

const WORD = /\b(?:only|except)\b/;
const MAX_EDITS = 40;

export const gitlabOnlyExceptLegacy = defineRule({
  meta: {
    id: "gitlab-only-except-legacy",
    category: "ci_cd",
    severity: "low",
    title: "GitLab jobs use the deprecated `only` and `except`",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "Jobs, also hidden ones, with `only` or `except`. One finding per pipeline.",
      why: "GitLab develops `only` and `except` no further and advises `rules` ([GitLab: deprecated keywords](https://docs.gitlab.com/ci/yaml/deprecated_keywords/)). Jobs with `rules` and jobs with `only` have different defaults: mixed in one pipeline they start unexpected branch and merge request pipelines.",
      notReported: "Jobs with `rules`. Keys of the same name elsewhere, such as `changes` or variables called `only`.",
      fix: "Write the same as `rules: - if:`. The fix translates lists of keywords, branch names and patterns, when every job of the pipeline can be translated; `only: changes`, `variables` and `kubernetes`, refs of other projects, jobs with a `when` of their own and jobs that inherit part of it are left to you.",
      example: {
        before: "deploy:\n  script: ./deploy.sh\n  only:\n    - main\n    - tags\n",
        after:
          'deploy:\n  script: ./deploy.sh\n  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n    - if: $CI_COMMIT_TAG\n',
      },
    },
  },

  *check(context) {
    for (const pipeline of gitlabPipelinesOf(context)) {
      const uses = usesOf(pipeline);
      const [first, ...others] = uses;
      if (!first) continue;
      yield {
        message: `Job \`${first.entry.name}\`${others.length > 0 ? ` and ${others.length} more use` : " uses"} \`${first.key}\`, which GitLab develops no further; write it as \`rules\`.`,
        path: first.entry.file.path,
        at: first.pair.key,
        anchor: "only",
        related: others.map(({ entry, pair }) => ({ path: entry.file.path, at: pair.key })),
        fix: () => translate(pipeline, uses),
      };
    }
  },
});

interface Use {
  readonly entry: GitlabEntry;
  /** `only` where the job has both. */
  readonly key: string;
  readonly pair: YamlPair;
}

/** Jobs and hidden jobs that write one of the keys themselves, in the file of their first definition. */
function usesOf(pipeline: GitlabPipeline): Use[] {
  if (!pipeline.files.some(({ file }) => WORD.test(file.text))) return [];
  return [...pipeline.entries.values()].flatMap((entry) => {
    const key = ["only", "except"].find((name) => findPair(entry.node, name));
    const pair = key === undefined ? null : findPair(entry.node, key);
    return key === undefined || !pair ? [] : [{ entry, key, pair }];
  });
}

function translate(pipeline: GitlabPipeline, uses: readonly Use[]): FixOutcome {
  const edits: Edit[] = [];
  for (const use of uses) {
    const own = isMixed(pipeline, use.entry) ? null : editsOf(use);
    if (!own || edits.length > MAX_EDITS) {
      return {
        abstain: `Job \`${use.entry.name}\` says more than a list of refs, or shares it with others: write its \`rules\` by hand.`,
      };
    }
    edits.push(...own);
  }
  return {
    edits,
    title: "Write `only` and `except` as `rules`",
    explanation:
      "Each rule matches the refs that the list named. A name in `only` matched a tag of that name too, the rule matches the branch. Look at the jobs of the next branch, tag and merge request pipeline.",
  };
}

/** True where the job or one that extends it takes part of the decision from elsewhere. */
function isMixed(pipeline: GitlabPipeline, entry: GitlabEntry): boolean {
  const keys = ["only", "except", "rules", "when"];
  const heirs = [...pipeline.entries.values()].filter(
    (other) => other !== entry && other.layers.some(({ map }) => map === entry.node),
  );
  const inherited = entry.layers.filter(({ map }) => map !== entry.node);
  return (
    ["rules", "when"].some((key) => pairIn(entry.node, key)) ||
    inherited.some(({ map }) => keys.some((key) => pairIn(map, key))) ||
    heirs.some(({ node }) => keys.some((key) => pairIn(node, key)))
  );
}

function editsOf({ entry: { file, node } }: Use): Edit[] | null {
  const [only, except] = [findPair(node, "only"), findPair(node, "except")];
  const first = only ?? except;
  const lines = rulesFor(only?.value ?? null, except?.value ?? null);
  if (!first || !lines || node.aliased || node.flow) return null;
  const span = { start: first.key.outerStart, end: endOfContent(file, first.value, first) };
  const parts = [first, ...(only && except ? [except] : [])];
  if (parts.some(({ key, value }) => /(?:^|\s)#/.test(file.text.slice(key.start, value.end)))) return null;
  const indent = " ".repeat(file.range(first.key).column - 1);
  const text = ["rules:", ...lines.map((line) => `${indent}  ${line}`)].join(file.newline);
  const rest = only && except ? deleteKey(file, node, except) : [];
  return rest ? [replaceSpan(file, span, text), ...rest] : null;
}
