import { setScalar } from "../../edit/edit-yaml.ts";
import { findEntry, type Step, type StepPlace } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

/** Folders of package managers, and the lockfiles that say what is in them. */
const STORES: readonly (readonly [path: RegExp, lockfiles: readonly string[]])[] = [
  [/(?:^|\/)\.npm\b|_cacache/, ["package-lock.json", "npm-shrinkwrap.json"]],
  [
    /node_modules/,
    ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb", "npm-shrinkwrap.json"],
  ],
  [/pnpm/, ["pnpm-lock.yaml"]],
  [/yarn/, ["yarn.lock"]],
  [/\.cargo|(?:^|\/)target\b/, ["Cargo.lock"]],
  [/go\/pkg\/mod|go-build/, ["go.sum"]],
  [/pypoetry|\.venv/, ["poetry.lock", "uv.lock"]],
  [/cache\/uv/, ["uv.lock"]],
  [/vendor\/bundle/, ["Gemfile.lock"]],
  [/composer/, ["composer.lock"]],
];

export const weakCacheKey = defineRule({
  meta: {
    id: "weak-cache-key",
    category: "performance",
    severity: "medium",
    title: "Cache key that does not follow what is cached",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "An `actions/cache` of packages whose `key` has no `hashFiles`, or whose `hashFiles` names files that the repository does not have; or, in a job that runs on several systems, a key without the system.",
      why: "A cache is written once for a key and never again. Without the lockfile's hash in it the first version stays for ever: packages are downloaded again on every run although the cache is restored. `hashFiles` without a match is an empty text, with the same result: https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching.",
      notReported:
        "Keys with a hash of files that exist. Keys that change with every run on purpose (`github.run_id`, `github.sha`). Caches of other things than packages, whose content only the author knows. Patterns that may match files below the listed folders. Keys without the system in jobs on one system.",
      fix: "A key of the system and the hash of the lockfile, with the part before the hash as a `restore-keys` prefix. The fix writes it where exactly one lockfile in the root says what is in the folder.",
      example: {
        before: "          path: ~/.npm\n          key: npm-cache\n",
        after: "          path: ~/.npm\n          key: ${{ runner.os }}-npm-${{ hashFiles('package-lock.json') }}\n",
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const { document, job, step } = place;
      const key = cacheKey(step);
      const problem = key ? problemOf(context, place, key) : null;
      if (!key || problem === null) continue;
      yield {
        message: problem,
        path: document.path,
        at: key,
        anchor: `jobs.${job?.id ?? ""}.${step.identity}.key`,
        fix: () => strengthen(context, place, key),
      };
    }
  },
});

function cacheKey({ uses, with: inputs }: Step): YamlScalar | null {
  if (uses?.name !== "actions/cache" && uses?.name !== "actions/cache/restore" && uses?.name !== "actions/cache/save")
    return null;
  return findEntry(inputs, "key")?.value ?? null;
}

function problemOf({ repository }: RuleContext, { step }: StepPlace, { value }: YamlScalar): string | null {
  if (lockfilesFor(step) === null || /github\.(?:run_id|run_number|sha)|steps\.|needs\.|env\.|inputs\./.test(value))
    return null;
  const patterns = hashedPatterns(value);
  if (patterns === null)
    return value.includes("hashFiles")
      ? null
      : "This key stays the same when the lockfile changes, so the cache keeps its first content; put `hashFiles` of the lockfile into it.";
  const missing = patterns.filter((pattern) => !exists(repository.snapshot.paths, pattern));
  return missing.length === patterns.length
    ? `\`hashFiles\` finds no ${patterns.map((pattern) => `\`${pattern}\``).join(", ")}, so the key never changes; name the lockfile that is there.`
    : null;
}

/** Literal patterns of every `hashFiles` of a key; null without one, or with one that is computed. */
function hashedPatterns(key: string): string[] | null {
  const calls = [...key.matchAll(/hashFiles\(([^)]*)\)/gi)].map(([, list = ""]) => list);
  if (calls.length === 0) return null;
  const parts = calls.flatMap((list) => list.split(",").map((part) => part.trim()));
  return parts.every((part) => /^'[^']*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)) : null;
}

/** Only plain names of lockfiles are looked up: files of other kinds are not all in the snapshot. */
function exists(paths: readonly string[], pattern: string): boolean {
  const name = pattern.replace(/^(?:\.\/|\*\*\/)+/, "");
  const isLockfile = STORES.some(([, lockfiles]) => lockfiles.includes(name.slice(name.lastIndexOf("/") + 1)));
  if (!isLockfile || name.includes("*")) return true;
  return pattern.startsWith("**/")
    ? paths.some((path) => path === name || path.endsWith(`/${name}`))
    : paths.includes(name);
}

function lockfilesFor(step: Step): readonly string[] | null {
  const paths = (findEntry(step.with, "path")?.value?.value ?? "").split("\n").map((path) => path.trim());
  return STORES.find(([pattern]) => paths.some((path) => pattern.test(path)))?.[1] ?? null;
}

function strengthen({ repository }: RuleContext, { document, step }: StepPlace, key: YamlScalar): FixOutcome {
  const present = (lockfilesFor(step) ?? []).filter((name) => repository.has(name));
  const [lockfile] = present;
  if (!lockfile || present.length > 1) {
    return {
      abstain:
        "No single lockfile in the root says what this cache holds; put `hashFiles` of the right one into the key by hand.",
    };
  }
  const name =
    key.value
      .replaceAll(/\$\{\{[^}]*\}\}/g, "")
      .replaceAll(/[^\w.]+/g, "-")
      .replace(/^-+|-+$/g, "") || "packages";
  const value = `\${{ runner.os }}-${name}-\${{ hashFiles('${lockfile}') }}`;
  const edits = key.aliased ? null : setScalar(document.file, key, value);
  if (!edits) return { abstain: "The key is written as a block; put `hashFiles` of the lockfile into it by hand." };
  return {
    edits,
    title: `Let the cache key follow \`${lockfile}\``,
    explanation:
      "The next run starts without a cache and writes one under the new key; every change of the lockfile makes another.",
  };
}
