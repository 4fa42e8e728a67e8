import { setScalar } from "../../edit/edit-yaml.ts";
import { groupBy } from "../../group-by.ts";
import type { CircleciBlock, CircleciConfig, CircleciStep } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asMap, asScalar, asSeq, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

/** What makes a key move: a parameter or pipeline value, a file, the commit, the run, the time, a variable. */
const MOVING = /<<|\bchecksum\b|\.Revision\b|\.BuildNum\b|\bepoch\b|\.Environment\.|\$/;

export const circleciCacheKey = defineRule({
  meta: {
    id: "circleci-cache-key",
    category: "performance",
    severity: "medium",
    title: "CircleCI cache key that never changes",
    fixClass: "safe",
    docs: {
      what: "A `save_cache` whose `key` has no part that follows what is cached: text alone, or only the branch, the architecture or the like. One finding per key and file.",
      why: "A cache is written once for each key and never changed ([CircleCI: caching](https://circleci.com/docs/caching/)). Under such a key the first run's files are restored until they expire; new dependencies are downloaded again in each run.",
      notReported:
        "Keys with `checksum`, the revision, the build number or the time. Keys with a variable, a parameter or a pipeline value: what they hold is not in the file. `restore_cache`, where a prefix of the key is right. Inline orbs' keys made of parameters.",
      fix: 'Add a checksum of the lock file to the key, `{{ checksum "package-lock.json" }}`, behind the checkout step, and use the same key in `restore_cache`. The fix does both where the cached paths tell which lock file at the root is meant. Prefixes under `keys:` stay: CircleCI takes the newest cache that begins with one.',
      example: {
        before: "- save_cache:\n    key: v1-npm\n    paths: [~/.npm]\n",
        after: '- save_cache:\n    key: v1-npm-{{ checksum "package-lock.json" }}\n    paths: [~/.npm]\n',
      },
    },
  },

  *check(context) {
    for (const config of circleciConfigsOf(context)) {
      const { path, blocks } = config;
      const groups = groupBy(fixedKeys(blocks), ({ key }) => key.value.trim());
      for (const [text, [first, ...others]] of groups) {
        if (!first) continue;
        yield {
          message: `Cache key \`${text}\` never changes with what is cached, so CircleCI saves it once and restores old files from then on; add a \`checksum\` of the lock file.`,
          path,
          at: first.key,
          anchor: `${first.anchor}.save_cache.${text}`,
          related: others.map(({ key }) => ({ path, at: key })),
          fix: () => addChecksum(context, config, { text, keys: [first, ...others] }),
        };
      }
    }
  },
});

interface FixedKey {
  readonly key: YamlScalar;
  readonly step: CircleciStep;
  readonly anchor: string;
}

function fixedKeys(blocks: readonly CircleciBlock[]): FixedKey[] {
  const seen = new Set<YamlScalar>();
  const found: FixedKey[] = [];
  for (const { anchor, steps } of blocks) {
    for (const step of steps) {
      const key = savedKeyOf(step);
      if (!key || seen.has(key) || key.value.trim() === "" || MOVING.test(key.value)) continue;
      seen.add(key);
      found.push({ key, step, anchor });
    }
  }
  return found;
}

function savedKeyOf({ name, value }: CircleciStep): YamlScalar | null {
  return name === "save_cache" ? asScalar(pairIn(asMap(value), "key")?.pair.value) : null;
}

/** Cached paths and the lock files that decide what is in them. */
const STORES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /(?:^|\/)(?:node_modules|\.npm|\.yarn|\.pnpm-store|\.cache\/yarn)/,
    ["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "npm-shrinkwrap.json"],
  ],
  [/vendor\/bundle|\.bundle/, ["Gemfile.lock"]],
  [/\.cache\/(?:pip|pypoetry|uv)|\.venv|(?:^|\/)venv/, ["poetry.lock", "uv.lock", "Pipfile.lock"]],
  [/go\/pkg\/mod/, ["go.sum"]],
  [/\.cargo|(?:^|\/)target/, ["Cargo.lock"]],
  [/\.composer|(?:^|\/)vendor$/, ["composer.lock"]],
];

interface KeyGroup {
  readonly text: string;
  readonly keys: readonly FixedKey[];
}

function addChecksum(
  { repository }: RuleContext,
  { file, blocks }: CircleciConfig,
  { text, keys }: KeyGroup,
): FixOutcome {
  const paths = keys.flatMap(({ step }) => asSeq(pairIn(asMap(step.value), "paths")?.pair.value)?.items ?? []);
  const names = paths.map((item) => asScalar(item)?.value ?? "");
  const lockfiles = new Set(names.flatMap((name) => lockfilesFor(repository, name)));
  const [lockfile] = lockfiles;
  if (lockfile === undefined || lockfiles.size > 1)
    return { abstain: "Which lock file decides what is cached is not clear; put its `checksum` into the key by hand." };
  const restored = blocks.flatMap(({ steps }) => steps.flatMap((step) => restoredKeyOf(step, text) ?? []));
  const places = [...new Set([...keys.map(({ key }) => key), ...restored])];
  const key = `${text}-{{ checksum "${lockfile}" }}`;
  const edits = places.map((node) => (node.aliased ? null : setScalar(file, node, key)));
  if (edits.includes(null))
    return { abstain: "A key is shared or cannot be edited safely; put the `checksum` into it by hand." };
  return {
    edits: edits.flatMap((each) => each ?? []),
    title: `Let the cache \`${text}\` follow \`${lockfile}\``,
    explanation: `A new cache is saved whenever \`${lockfile}\` changes, and restored for the same content. The step has to stand behind the checkout.`,
  };
}

function lockfilesFor(repository: RepositoryModel, path: string): string[] {
  const store = STORES.find(([pattern]) => pattern.test(path));
  return store?.[1].filter((name) => repository.has(name)) ?? [];
}

function restoredKeyOf({ name, value }: CircleciStep, text: string): YamlScalar | null {
  const key = name === "restore_cache" ? asScalar(pairIn(asMap(value), "key")?.pair.value) : null;
  return key?.value.trim() === text ? key : null;
}
