import { insertKey, replaceSpan } from "../../edit/edit-yaml.ts";
import { scalarSource } from "../../edit/scalar-source.ts";
import type { Edit } from "../../finding.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import type { YamlMap } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";
import { prefixOf, type WeakCache, weakCaches } from "./gitlab-cache-without-key-files/weak-caches.ts";

export const gitlabCacheWithoutKeyFiles = defineRule({
  meta: {
    id: "gitlab-cache-without-key-files",
    category: "performance",
    severity: "medium",
    title: "Cache key does not depend on the lockfile",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A `cache` of downloaded dependencies (`node_modules`, `.npm`, `vendor/ruby`, `.cache/pip`, `.venv`, `.cargo`, Go modules, `.m2/repository`, `.gradle` and others) without `key: files`, while the lockfile, or for Maven and Gradle the build file, is in the repository. Caches with the same key and lockfile are one finding.",
      why: "With one key for all, the cache only grows and holds what older commits needed; with the branch as key, every new branch starts from nothing. A key of the lockfile is shared by all branches with the same dependencies and changes when they do ([GitLab: `cache:key:files`](https://docs.gitlab.com/ci/yaml/#cachekeyfiles)).",
      notReported:
        "Repositories without a lockfile for the cached folder, beside it or at the top. Caches of build results and of other folders. Keys made of variables that the file or somebody else sets, of the commit or of the pipeline: they may be a checksum, or mean to share files within one pipeline. Caches that come from an include that cannot be read.",
      fix: "Use `key: files:` with the lockfile. What the old key said besides the branch stays as `prefix`. GitLab separates protected branches from others by itself.",
      example: {
        before: "test:\n  cache:\n    key: $CI_COMMIT_REF_SLUG\n    paths: [node_modules/]\n",
        after: "test:\n  cache:\n    key:\n      files:\n        - package-lock.json\n    paths: [node_modules/]\n",
      },
    },
  },

  *check(context) {
    for (const group of groupsOf(context)) {
      const [first, ...others] = group;
      if (!first) continue;
      yield {
        message: `The cache of job \`${first.job.name}\` ${first.key ? `has the key \`${first.key.value}\`` : "has one key for everything"}; let \`key: files\` follow \`${first.lockfiles.join("` and `")}\`.`,
        path: first.file.path,
        at: first.pair.key,
        anchor: `cache.${first.lockfiles.join(" ")}.${first.job.name}`,
        related: others.map(({ file, pair }) => ({ path: file.path, at: pair.key })),
        fix: () => useLockfile(group),
      };
    }
  },
});

/** Caches that share their contents belong together: changing one key alone would part them. */
function groupsOf(context: RuleContext): WeakCache[][] {
  const groups = new Map<string, WeakCache[]>();
  const seen = new Set<YamlMap>();
  for (const pipeline of gitlabPipelinesOf(context)) {
    for (const weak of pipeline.jobs.flatMap((job) => weakCaches(context.repository, pipeline, job))) {
      if (seen.has(weak.owner)) continue;
      seen.add(weak.owner);
      const name = `${weak.lockfiles.join(" ")}\0${weak.key?.value ?? ""}`;
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push(weak);
    }
  }
  return [...groups.values()];
}

function useLockfile(group: readonly WeakCache[]): FixOutcome {
  const edits = group.map(editKey);
  if (edits.includes(null)) {
    return {
      abstain:
        "A cache is shared or written in a form that cannot be edited safely; add `key: files:` to all of them by hand.",
    };
  }
  const files = group[0]?.lockfiles.join("` and `") ?? "";
  return {
    edits: edits.flatMap((one) => one ?? []),
    title: `Let the cache follow \`${files}\``,
    explanation: `The next pipeline fills a new cache; from then on all branches with the same \`${files}\` share it, and a change of it starts a new one.`,
  };
}

function editKey({ file, owner, pair, key, lockfiles }: WeakCache): Edit[] | null {
  if (owner.aliased || key?.aliased || (key && pair.value !== key)) return null;
  const prefix = prefixOf(key?.value ?? "");
  const inline = `{ ${[`files: [${lockfiles.join(", ")}]`, ...(prefix ? [`prefix: ${scalarSource(prefix, "single")}`] : [])].join(", ")} }`;
  const lines = [
    "files:",
    ...lockfiles.map((name) => `  - ${name}`),
    ...(prefix ? [`prefix: ${scalarSource(prefix)}`] : []),
  ];
  if (!key) {
    const value = owner.flow ? inline : ["", ...lines.map((line) => `  ${line}`)].join("\n");
    return insertKey(file, owner, { key: "key", value, before: ["paths"] });
  }
  const indent = " ".repeat(file.range(pair.key).column + 1);
  const block = ["", ...lines.map((line) => indent + line)].join(file.newline);
  if (key.style === "literal" || key.style === "folded") return null;
  return [replaceSpan(file, { start: pair.key.end + 1, end: key.end }, owner.flow ? ` ${inline}` : block)];
}
