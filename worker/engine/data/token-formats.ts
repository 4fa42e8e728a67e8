/** Tokens that can be told by their form: a prefix that their issuer documents, and a length. */

export interface TokenFormat {
  /** What it is, for messages. */
  readonly name: string;
  /** Text that every such token holds: what is looked for first. */
  readonly marker: string;
  /** The whole token; sticky, so that it is tried only where the marker stands. */
  readonly pattern: RegExp;
  /** Units of the match that come in front of the random part and say nothing about it. */
  readonly skip: number;
  readonly source: string;
  /** Day on which the source said so. */
  readonly seen: string;
}

const SEEN = "2026-11-21";
const GITHUB = "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/";
const GITLAB = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const SCANNING =
  "https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns";

type Row = readonly [name: string, marker: string, body: string, source: string];

const ROWS: readonly Row[] = [
  ["GitHub personal access token", "ghp_", "[A-Za-z0-9]{36}", GITHUB],
  ["GitHub OAuth token", "gho_", "[A-Za-z0-9]{36}", GITHUB],
  ["GitHub App user token", "ghu_", "[A-Za-z0-9]{36}", GITHUB],
  ["GitHub App installation token", "ghs_", "[A-Za-z0-9]{36}", GITHUB],
  ["GitHub refresh token", "ghr_", "[A-Za-z0-9]{36,76}", GITHUB],
  ["GitHub fine-grained token", "github_pat_", "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", GITHUB],
  ["GitLab personal access token", "glpat-", "[A-Za-z0-9_-]{20,64}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{9})?", GITLAB],
  ["GitLab deploy token", "gldt-", "[A-Za-z0-9_-]{20,64}", GITLAB],
  ["GitLab trigger token", "glptt-", "[A-Za-z0-9_-]{40}", GITLAB],
  ["GitLab runner token", "glrt-", "[A-Za-z0-9_-]{20,64}", GITLAB],
  [
    "AWS access key",
    "AKIA",
    "[A-Z2-7]{16}",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  ],
  [
    "Slack bot token",
    "xoxb-",
    "\\d{9,14}-\\d{9,14}-[A-Za-z0-9]{20,34}",
    "https://docs.slack.dev/authentication/tokens",
  ],
  [
    "Slack user token",
    "xoxp-",
    "\\d{9,14}-\\d{9,14}-\\d{9,14}-[a-f0-9]{28,34}",
    "https://docs.slack.dev/authentication/tokens",
  ],
  [
    "Slack webhook address",
    "https://hooks.slack.com/services/",
    "T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}",
    "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
  ],
  ["Stripe secret key", "sk_live_", "[A-Za-z0-9]{24,107}", "https://docs.stripe.com/keys"],
  ["Stripe restricted key", "rk_live_", "[A-Za-z0-9]{24,107}", "https://docs.stripe.com/keys"],
  [
    "npm token",
    "npm_",
    "[A-Za-z0-9]{36}",
    "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
  ],
  ["PyPI token", "pypi-AgE", "[A-Za-z0-9_-]{60,250}", "https://pypi.org/help/#apitoken"],
  ["RubyGems key", "rubygems_", "[a-f0-9]{48}", "https://guides.rubygems.org/api-key-scopes/"],
  ["Docker Hub token", "dckr_pat_", "[A-Za-z0-9_-]{27}", SCANNING],
  ["DigitalOcean token", "dop_v1_", "[a-f0-9]{64}", SCANNING],
  ["SendGrid key", "SG.", "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", SCANNING],
  ["Hugging Face token", "hf_", "[A-Za-z]{34}", SCANNING],
  ["OpenAI key", "sk-proj-", "[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120}", SCANNING],
  ["Anthropic key", "sk-ant-api03-", "[A-Za-z0-9_-]{93}AA", SCANNING],
  [
    "HashiCorp Vault token",
    "hvs.",
    "[A-Za-z0-9_-]{90,120}",
    "https://developer.hashicorp.com/vault/docs/concepts/tokens",
  ],
  ["Databricks token", "dapi", "[a-f0-9]{32}(?:-\\d)?", SCANNING],
];

/** Longest marker first where one begins with another. */
export const TOKEN_FORMATS: readonly TokenFormat[] = ROWS.map(([name, marker, body, source]) => ({
  name,
  marker,
  pattern: new RegExp(`${marker.replaceAll(/[.]/g, "\\.")}${body}(?![A-Za-z0-9_])`, "y"),
  skip: marker.length,
  source,
  seen: SEEN,
}));
