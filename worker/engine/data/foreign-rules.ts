/** Names under which other linters report what our rules report, so that their ignore comments and settings are honoured. */

/** Audits of zizmor: docs.zizmor.sh/audits, seen 2026-11-21. */
const ZIZMOR_AUDITS = `
adhoc-packages adhoc-package-install
anonymous-definition missing-workflow-name
archived-uses archived-action
artipacked checkout-persist-credentials
bot-conditions spoofable-bot-check confused-deputy-auto-merge
cache-poisoning release-cache-poisoning
concurrency-limits missing-concurrency
dangerous-triggers dangerous-trigger untrusted-checkout untrusted-checkout-exec
dependabot-cooldown dependabot-cooldown
dependabot-execution dependabot-code-execution
excessive-permissions missing-permissions excessive-permissions
forbidden-uses action-policy-violation
github-app app-token-overscoped
github-env env-file-injection
hardcoded-container-credentials hardcoded-credentials
impostor-commit impostor-commit
insecure-commands insecure-workflow-commands
insecure-url-scheme insecure-url-scheme
known-vulnerable-actions vulnerable-action
misfeature discouraged-feature
obfuscation obfuscated-syntax
overprovisioned-secrets all-secrets-exposed
ref-confusion ambiguous-action-ref
ref-version-mismatch pin-comment-mismatch
secrets-inherit secrets-inherit
secrets-outside-env secrets-without-environment
self-hosted-runner self-hosted-runner self-hosted-runner-on-pr
self-repository self-repository-syntax
stale-action-refs untagged-action-pin
superfluous-actions superfluous-action
template-injection template-injection
typosquat-uses typosquat-action
undocumented-permissions undocumented-permissions
unpinned-images unpinned-container-image
unpinned-tools unpinned-tool-version
unpinned-uses unpinned-action
unredacted-secrets unredacted-secret
unsound-condition always-true-condition
unsound-contains unsound-contains
unsound-ternary unsound-ternary
use-trusted-publishing use-trusted-publishing
`;

/**
 * Checks of actionlint by their kind and by words of their messages: github.com/rhysd/actionlint, docs/checks.md, seen
 * 2026-11-21. It matches its ignore patterns with messages, so a pattern names a check when it fits these words.
 */
const ACTIONLINT_CHECKS = `
syntax-check|unexpected key|workflow-unknown-key
syntax-check|is missing in|workflow-missing-key
syntax-check|is duplicated in|workflow-duplicate-key
syntax-check|section should not be empty|workflow-invalid-value
syntax-check|could not parse as YAML|yaml-syntax-error
events|unknown Webhook event|invalid-trigger
events|invalid activity type|invalid-trigger
events|cannot be used for event|conflicting-trigger-filters
events|invalid CRON format|invalid-cron
glob|character is invalid for branch and tag names|invalid-glob-pattern
matrix|duplicate value|invalid-matrix
job-needs|does not exist in this workflow|invalid-job-needs
id|invalid step ID|invalid-id
id|step ID is duplicated|invalid-id
env-var|environment variable name is invalid|invalid-env-name
shell-name|shell name is invalid|invalid-shell
runner-label|label is unknown|unknown-runner-label retired-runner-image
runner-label|conflicts with label|conflicting-runner-labels
action|specifying action in invalid format|invalid-action-reference
action|missing input|invalid-action-inputs
action|is not defined in action|invalid-action-inputs
action|is deprecated|deprecated-action-input
action|is too old to run on GitHub Actions|outdated-action-runtime retired-action-version
deprecated-commands|workflow command was deprecated|deprecated-workflow-command
if-cond|is always evaluated to true|always-true-condition
if-cond|constant expression in condition|constant-condition
expression|is potentially untrusted|template-injection
expression|undefined variable|expression-undefined-reference
expression|property is not defined in object type|expression-undefined-reference
expression|undefined function|expression-undefined-reference
expression|is not allowed here|expression-context-unavailable
expression|type of expression must be|expression-type-error
expression|parsing expression|expression-syntax-error
permissions|is invalid for permission|invalid-permissions
credentials|section of container should be specified via secrets|hardcoded-credentials
workflow-call|is required by reusable workflow|invalid-reusable-workflow-call
`;

const byAudit = new Map(
  ZIZMOR_AUDITS.trim()
    .split("\n")
    .map((row) => row.split(" "))
    .map(([audit = "", ...rules]) => [audit, rules]),
);

const checks = ACTIONLINT_CHECKS.trim()
  .split("\n")
  .map((row) => row.split("|"))
  .map(([kind = "", words = "", rules = ""]) => ({ kind, words: words.toLowerCase(), rules: rules.split(" ") }));

/** Our rules for an audit of zizmor; none for an unknown name. */
export function rulesOfAudit(audit: string): readonly string[] {
  return byAudit.get(audit) ?? [];
}

/** Our rules for what an ignore pattern of actionlint silences: a kind, or words of a message. Regular expressions are read as their plain words. */
export function rulesOfPattern(pattern: string): readonly string[] {
  const words = pattern
    .toLowerCase()
    .split(/[^a-z -]+/)
    .map((part) => part.trim())
    .filter((part) => part.length > 3);
  const meant = checks.filter(
    (check) =>
      check.kind === pattern.trim() || words.some((part) => check.words.includes(part) || part.includes(check.words)),
  );
  return [...new Set(meant.flatMap(({ rules }) => rules))];
}
