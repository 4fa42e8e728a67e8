import type { RiskKind } from "../risk.ts";
import { scalarsOf, type Tree } from "../structure/tree.ts";

interface TextRisk {
  readonly kind: RiskKind;
  readonly pattern: RegExp;
  readonly message: string;
}

/** What texts of a configuration hold when they do harm. A change must not raise the number of any. */
const TEXT_RISKS: readonly TextRisk[] = [
  {
    kind: "remote_code",
    pattern:
      /\b(?:curl|wget|fetch|aria2c|iwr|irm|iex|Invoke-WebRequest|Invoke-RestMethod|Invoke-Expression|ncat|netcat|nc|socat|telnet|ftp|scp|rsync|ssh|nslookup|dig)\b/gi,
    message: "It fetches or sends something over the network.",
  },
  { kind: "remote_code", pattern: /\/dev\/(?:tcp|udp)\//gi, message: "It opens a connection from the shell." },
  {
    kind: "remote_code",
    pattern:
      /\bgit\s+(?:clone|fetch|pull|submodule|remote|push|config)\b|\bgh\s+(?:api|release|repo|extension|auth|secret|pr|workflow|run)\b/gi,
    message: "It talks to a repository.",
  },
  {
    kind: "obfuscation",
    pattern:
      /\b(?:base64|base32|xxd|uudecode|eval|openssl\s+enc|rev|atob|fromCharCode|certutil|EncodedCommand)\b|\$'|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\b[A-Za-z0-9+/]{48,200}/gi,
    message: "It hides or decodes what it runs.",
  },
  {
    kind: "command",
    pattern:
      /\b(?:bash|sh|zsh|dash|ksh|pwsh|powershell|python\d?|node|perl|ruby|php|deno|bun)\s+(?:-[a-z]*[ce]\b|--eval|--print|-)/gi,
    message: "It runs code that stands in a command.",
  },
  {
    kind: "package_install",
    pattern:
      /\b(?:npm|pnpm|yarn|bun|pip3?|pipx|gem|cargo|go|apt|apt-get|apk|dnf|yum|brew|choco|winget|composer|uv|poetry|conda|dotnet\s+tool|snap)\s+(?:-\S+\s+)*(?:install|add|i|get|global|exec|x|dlx|create|init)\b|\b(?:npx|bunx|uvx|pnpx)\b/gi,
    message: "It installs or runs a package.",
  },
  {
    kind: "ai_agent",
    pattern:
      /claude|codex|gemini|copilot|openai|anthropic|aider|cursor-agent|opencode|\bllm\b|ai-inference|coderabbit|dangerously|--yolo|\bprompt\b/gi,
    message: "It brings an AI agent into the pipeline.",
  },
  {
    kind: "untrusted_checkout",
    pattern:
      /pull_request\.head|head_ref|head_sha|head_branch|head_repository|head_commit|refs\/pull\/|merge_commit_sha|allow-unsafe-pr-checkout/gi,
    message: "It takes code or a name from a pull request's head.",
  },
  {
    kind: "untrusted_text",
    pattern: /github\s*\.\s*event\b|github\s*\[|toJSON\s*\(\s*github|github\.(?:actor|triggering_actor|head_ref)/gi,
    message: "It uses text of the event, which strangers may write.",
  },
  {
    kind: "credentials",
    pattern:
      /persist-credentials["']?\s*:?\s*true|GITHUB_TOKEN|ACTIONS_ID_TOKEN|ACTIONS_RUNTIME_TOKEN|ACTIONS_CACHE_URL|AWS_SECRET|\.npmrc|\.netrc|id_rsa|\.ssh\b|\.docker\/config|docker\s+login|credential\.helper|CI_JOB_TOKEN|printenv|\/proc\/|\.git\/config/gi,
    message: "It reads or keeps a credential.",
  },
  {
    kind: "identity_token",
    pattern: /id-token|id_tokens|\boidc\b|role-to-assume|workload_identity/gi,
    message: "It uses an identity token.",
  },
  {
    kind: "variable",
    pattern:
      /\b(?:BASH_ENV|BASH_FUNC_\w+|NODE_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_\w+|PYTHONSTARTUP|PYTHONPATH|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|MAVEN_OPTS|GRADLE_OPTS|GIT_SSH\w*|GIT_CONFIG\w*|GIT_EXEC_PATH|GIT_ASKPASS|GIT_PROXY_COMMAND|PROMPT_COMMAND|PIP_\w*INDEX\w*|UV_\w*INDEX\w*|npm_config_\w+|YARN_\w*REGISTRY\w*|GOPROXY|GONOSUM\w*|GOFLAGS|GONOSUMCHECK|GOINSECURE|RUSTC_WRAPPER|CARGO_\w*REGISTR\w*|HTTPS?_PROXY|ALL_PROXY|DOCKER_HOST|CI_DEBUG_\w+|ACTIONS_(?:STEP|RUNNER)_DEBUG|ACTIONS_ALLOW_\w+|NODE_TLS_REJECT_UNAUTHORIZED)\b/gi,
    message: "It sets a variable that makes programs run or load something.",
  },
  {
    kind: "variable",
    pattern:
      /GITHUB_(?:ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)\b|::(?:set-env|add-path|set-output|save-state|stop-commands|add-mask)|BASH_ENV/gi,
    message: "It writes to a file of the runner, which later steps read.",
  },
  { kind: "secret", pattern: /\binherit\b|toJSON\s*\(\s*secrets/gi, message: "It hands on secrets." },
  {
    kind: "masked_failure",
    pattern:
      /\|\|\s*(?:true|:|exit\s+0|echo)|set\s+\+e|set\s+\+o|continue-on-error|allow_failure|--passWithNoTests|--no-verify|--if-present|--ignore-scripts=false|-DskipTests|ErrorActionPreference/gi,
    message: "It makes a failure pass.",
  },
  {
    kind: "condition",
    pattern: /\balways\s*\(|\bfailure\s*\(|\bcancelled\s*\(|\bsuccess\s*\(/gi,
    message: "It changes which results let a job or step run.",
  },
  {
    kind: "runner",
    pattern: /self-hosted|\bprivileged\b|docker\.sock|--cap-add|--network|--pid|\bdind\b/gi,
    message: "It gives the job another machine or more of it.",
  },
];

export interface FoundRisk {
  readonly kind: RiskKind;
  readonly message: string;
}

/** Kinds of harm that occur more often in the texts after than in those before. */
export function textRisks(before: Tree | undefined, after: Tree | undefined): FoundRisk[] {
  const [old, now] = [allText(before), allText(after)];
  if (old === now) return [];
  return TEXT_RISKS.filter(({ pattern }) => countOf(now, pattern) > countOf(old, pattern)).map(({ kind, message }) => ({
    kind,
    message,
  }));
}

function allText(tree: Tree | undefined): string {
  return [...scalarsOf(tree)].map(({ text }) => text).join("\n");
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
