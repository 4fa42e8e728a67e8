import { type KnownToken, knownTokensIn } from "../../credentials/known-tokens.ts";
import { groupBy } from "../../group-by.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { type LiteralPassword, literalPasswords } from "./hardcoded-credentials/literal-passwords.ts";
import { useSecret } from "./hardcoded-credentials/use-secret.ts";

const OTHER_PIPELINES =
  /(?:^|\/)(?:\.gitlab-ci|[^/]*\.gitlab-ci)\.ya?ml$|^\.gitlab\/.*\.ya?ml$|^\.circleci\/.*\.ya?ml$/;

export const hardcodedCredentials = defineRule({
  meta: {
    id: "hardcoded-credentials",
    category: "security",
    severity: "critical",
    title: "A credential stands in the file",
    fixClass: "review",
    docs: {
      what: "A literal `password` in the `credentials` of a `container` or service; and, anywhere in a workflow, an action, GitLab or CircleCI configuration, a text with the form of a token: of GitHub, GitLab, AWS, Slack, Stripe, npm, PyPI, RubyGems, Docker Hub, DigitalOcean, SendGrid, Hugging Face, OpenAI, Anthropic, Vault or Databricks, or a private key. The value is neither in the message nor in the evidence.",
      why: "Everybody who can read the repository, a fork, a clone or its history has the credential. Attackers search public repositories for these forms within minutes. GitHub: [use secrets for sensitive information](https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information), read 2026-11-21.",
      notReported:
        "Passwords of throw-away service containers in their `env` (`POSTGRES_PASSWORD: postgres`): the database lives as long as the job. Expressions. User names. Placeholders: words such as `example` or `your`, repeated or counted letters (`ghp_xxxx…`, `AKIAIOSFODNN7EXAMPLE`). Texts without a known form, since a password cannot be told from any other word. Google's `AIza…` keys, which name a project in public clients by design. Public keys and certificates.",
      fix: "Revoke the credential first: removing it from the file does not remove it from the history. Create a new one as a secret and name it: `${{ secrets.NAME }}`. The fix writes that where the credential is the whole value of a key; the secret must exist before you merge.",
      example: {
        before:
          "container:\n  image: registry.example.com/app:1.2.3\n  credentials:\n    username: ci\n    password: s3cr3t-9f\n",
        after:
          "container:\n  image: registry.example.com/app:1.2.3\n  credentials:\n    username: ci\n    password: ${{ secrets.CONTAINER_REGISTRY_PASSWORD }}\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) yield* checkWorkflow(workflow);
    for (const { file } of context.actions) yield* checkFile(file);
    for (const file of otherPipelines(context)) yield* checkFile(file);
  },
});

function* checkFile(file: SourceFile): Generator<Hit> {
  const tokens = knownTokensIn(file);
  yield* tokenHits(file, { tokens, redact: tokens, workflow: null });
}

function otherPipelines(context: RuleContext): readonly SourceFile[] {
  return context.files.filter(({ path }) => OTHER_PIPELINES.test(path));
}

function* checkWorkflow(workflow: Workflow): Generator<Hit> {
  const { file } = workflow;
  const tokens = knownTokensIn(file);
  const passwords = file.text.includes("credentials") ? literalPasswords(workflow) : [];
  const others = passwords.filter(({ node }) => !tokens.some(({ start, end }) => start < node.end && node.start < end));
  const redact = [...tokens, ...others.map(({ node }) => node)];
  for (const password of others) yield passwordHit(workflow, password, redact);
  yield* tokenHits(file, { tokens, redact, workflow });
}

function passwordHit(workflow: Workflow, password: LiteralPassword, redact: readonly Span[]): Hit {
  return {
    message: `The registry password of ${password.what} stands in the file; revoke it and read a new one from a secret.`,
    path: workflow.path,
    at: password.node,
    anchor: password.anchor,
    redact,
    fix: () => useSecret(workflow, password.node),
  };
}

interface Found {
  readonly tokens: readonly KnownToken[];
  readonly redact: readonly Span[];
  /** Null where no fix can be written. */
  readonly workflow: Workflow | null;
}

/** One finding for each token, however often it is repeated. */
function* tokenHits(file: SourceFile, { tokens, redact, workflow }: Found): Generator<Hit> {
  const places = groupBy(tokens, (token) => file.slice(token));
  for (const [first, ...others] of places.values()) {
    if (!first) continue;
    yield {
      message: `${/^[AEIOU]/.test(first.what) ? "An" : "A"} ${first.what} stands in the file; revoke it and read a new one from a secret.`,
      path: file.path,
      at: first,
      anchor: first.what,
      redact,
      related: others.map((at) => ({ path: file.path, at })),
      ...(workflow ? { fix: () => useSecret(workflow, first) } : {}),
    };
  }
}
