import { remoteUses } from "../../actions/use-places.ts";
import { groupBy } from "../../group-by.ts";
import type { Policy } from "../../lookups/answers.ts";
import { githubName, hookRepositories } from "../../model/pre-commit.ts";
import { wildcard } from "../../names/wildcard.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";

export const actionPolicyViolation = defineRule({
  meta: {
    id: "action-policy-violation",
    category: "security",
    severity: "high",
    title: "Action is outside the organization's policy",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A step or a call of a reusable workflow whose action the organization's policy denies, or does not allow; also a hook of `.pre-commit-config.yaml` from a denied repository. One finding per file and repository, with all its places.",
      why: "An organization that reviewed what may run in its pipelines wants nothing else there. GitHub refuses a run that uses an action outside the allowed ones (https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization); a policy that is kept elsewhere has only this check.",
      notReported:
        "Everything where no policy is known. Local actions, and actions of the repository's own owner, which GitHub allows beside the list; a deny list covers these too. Images, and hooks that the allow list does not name, since it is a list of actions. In the lists `*` stands for any text, `owner/repo` covers all its folders and refs, `owner/repo@ref` that ref alone, `!` in front takes out of the allow list; letters' case does not count.",
      fix: "Use an allowed action, write a script instead, or ask those who keep the policy to review the action.",
      example: {
        before: "      - uses: someone/deploy@v1\n",
        after: "      - uses: acme/deploy@v1\n",
      },
    },
  },

  *check(context) {
    const uses = usesOf(context);
    if (uses.length === 0) return;
    const policy = context.lookups.policy();
    if (policy === "unknown" || (policy.allowedActions === null && policy.deniedActions.length === 0)) return;
    const settings = context.lookups.settings();
    const own = settings === "unknown" ? null : (settings.fullName?.split("/")[0]?.toLowerCase() ?? null);
    const judge = judgeOf(policy, own);
    const found = uses.flatMap((use) => {
      const verdict = judge(use);
      return verdict ? [{ ...use, verdict }] : [];
    });
    for (const places of groupBy(found, ({ path, name, verdict }) => `${path} ${name} ${verdict}`).values())
      yield* toHit(places);
  },
});

interface Use {
  readonly path: string;
  /** `owner/repo`, lower case. */
  readonly name: string;
  /** What a pattern may name: with its folder, and both with the ref. */
  readonly spellings: readonly string[];
  readonly node: YamlScalar;
  readonly anchor: string;
  readonly isHook: boolean;
}

type Verdict = "denied" | "not allowed";

function usesOf({ repository }: RuleContext): Use[] {
  const documents = [...repository.workflows, ...repository.actions];
  const uses = documents.flatMap((document) =>
    [...remoteUses(document).values()].flat().map(({ uses: { owner, repo, name, ref, node }, anchor }) => {
      const base = `${owner}/${repo}`;
      const spellings = [base, name, `${base}@${ref}`, `${name}@${ref}`];
      return { path: document.path, name: base, spellings, node, anchor, isHook: false };
    }),
  );
  const hooks = hookRepositories(repository).flatMap(({ file, url, rev }) => {
    const name = githubName(url.value);
    if (!name) return [];
    const spellings = [name, `${name}@${rev?.value ?? ""}`];
    return [{ path: file.path, name, spellings, node: url, anchor: "repos", isHook: true }];
  });
  return [...uses, ...hooks];
}

function judgeOf(policy: Policy, own: string | null): (use: Use) => Verdict | null {
  const listed = policy.allowedActions ?? [];
  const allows = matcher(listed.filter((pattern) => !pattern.startsWith("!")));
  const excludes = matcher(listed.flatMap((pattern) => (pattern.startsWith("!") ? pattern.slice(1) : [])));
  const denies = matcher(policy.deniedActions);
  return (use) => {
    if (denies(use)) return "denied";
    if (use.isHook || policy.allowedActions === null) return null;
    if (excludes(use)) return "not allowed";
    return allows(use) || use.name.split("/")[0] === own ? null : "not allowed";
  };
}

function matcher(patterns: readonly string[]): (use: Use) => boolean {
  const expressions = patterns.map((pattern) => wildcard(wholeOwner(pattern.trim())));
  return ({ spellings }) => expressions.some((expression) => spellings.some((text) => expression.test(text)));
}

/** An owner alone stands for all that is theirs. */
function wholeOwner(pattern: string): string {
  return pattern.includes("/") || pattern.includes("*") ? pattern : `${pattern}/*`;
}

function* toHit(places: readonly (Use & { readonly verdict: Verdict })[]): Generator<Hit> {
  const [first, ...others] = places.toSorted((a, b) => a.node.start - b.node.start);
  if (!first) return;
  const { name, node, path, verdict } = first;
  const says = verdict === "denied" ? "denies" : "does not allow";
  yield {
    message: `The organization's policy ${says} \`${name}\`; use an allowed action, or have this one reviewed.`,
    path,
    at: node,
    anchor: `${name} ${first.anchor}`,
    related: others.map((other) => ({ path, at: other.node })),
  };
}
