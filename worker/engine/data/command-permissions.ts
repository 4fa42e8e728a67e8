/**
 * What a command of a script needs from `GITHUB_TOKEN`. Sources: the manual of `gh` (2.7x) with GitHub Docs, "Permissions
 * required for GitHub Apps"; the README of each release tool. A command that is not here does not know the token by itself,
 * so it is `"none"`: whoever hands a token to a script through `env:` must look at that separately.
 */
import { permissionsOfEndpoint } from "./api-permissions.ts";
import type { Grant, Need } from "./grant.ts";

type Words = readonly string[];

const CONTENTS_READ: Grant = { contents: "read" };
const CONTENTS_WRITE: Grant = { contents: "write" };
const SEMANTIC_RELEASE: Grant = { contents: "write", issues: "write", "pull-requests": "write" };

/** Need of one command: its words without redirections, assignments and quotes, for example `["gh", "pr", "create"]`. */
export function permissionsOfCommand(words: Words): Need {
  const [program = "", ...args] = stripLaunchers(words);
  const name = program.split("/").at(-1) ?? "";
  return COMMANDS[name]?.(args) ?? "none";
}

const LAUNCHERS = new Set(["sudo", "command", "exec", "time", "env", "npx", "bunx", "pnpx", "nohup"]);
const TWO_WORD_LAUNCHERS = new Set([
  "npm exec",
  "pnpm exec",
  "pnpm dlx",
  "yarn dlx",
  "yarn exec",
  "yarn run",
  "bundle exec",
  "uv run",
  "poetry run",
]);

function stripLaunchers(words: Words): Words {
  let rest = words;
  for (;;) {
    const [first = "", second = ""] = rest;
    if (TWO_WORD_LAUNCHERS.has(`${first} ${second}`)) rest = rest.slice(2);
    else if (LAUNCHERS.has(first)) rest = rest.slice(1);
    else if (rest.length < words.length && (first.startsWith("-") || first.includes("="))) rest = rest.slice(1);
    else return rest;
  }
}

const COMMANDS: Readonly<Record<string, (args: Words) => Need>> = {
  git: permissionsOfGit,
  gh: permissionsOfGitHubCli,
  hub: () => "unknown",
  curl: permissionsOfHttpCall,
  wget: permissionsOfHttpCall,
  http: permissionsOfHttpCall,
  docker: permissionsOfDocker,
  podman: permissionsOfDocker,
  npm: (args) => (args.includes("--provenance") ? { "id-token": "write" } : "none"),
  "semantic-release": () => SEMANTIC_RELEASE,
  "python-semantic-release": () => CONTENTS_WRITE,
  "release-it": () => "unknown",
  goreleaser: (args) => (args[0] === "release" && !args.includes("--snapshot") ? "unknown" : "none"),
  "gh-pages": () => CONTENTS_WRITE,
  mkdocs: (args) => (args[0] === "gh-deploy" ? CONTENTS_WRITE : "none"),
  mike: (args) => (args.includes("--push") || args.includes("-p") ? CONTENTS_WRITE : "none"),
  cr: (args) => (["upload", "index"].includes(args[0] ?? "") ? CONTENTS_WRITE : "none"),
  lerna: (args) => (["publish", "version"].includes(args[0] ?? "") ? "unknown" : "none"),
  auto: () => "unknown",
  "standard-version": () => "none",
  renovate: () => "unknown",
  danger: () => "unknown",
  reviewdog: () => "unknown",
};

const GIT_READS = new Set(["fetch", "pull", "clone", "ls-remote", "submodule", "lfs"]);

function permissionsOfGit(args: Words): Need {
  const verb = verbOf(args, new Set(["-C", "-c", "--git-dir", "--work-tree"]));
  if (verb === "push") return CONTENTS_WRITE;
  return GIT_READS.has(verb) ? CONTENTS_READ : "none";
}

const LOGIN_VALUES = new Set(["-u", "--username", "-p", "--password"]);

function permissionsOfDocker(args: Words): Need {
  const isLogin = args[0] === "login";
  const registry =
    isLogin && args.slice(1).find((word, at) => !word.startsWith("-") && !LOGIN_VALUES.has(args[at] ?? ""));
  if (typeof registry === "string" && registry.includes("$")) return "unknown";
  const touchesGitHub = args.some((word) => word.includes("ghcr.io") || word.includes("docker.pkg.github.com"));
  if (!touchesGitHub) return "none";
  if (args[0] === "pull") return { packages: "read" };
  const writes = args[0] === "push" || isLogin || args.includes("--push");
  return writes ? { packages: "write" } : "none";
}

function permissionsOfHttpCall(args: Words): Need {
  const url = args.find((word) => word.includes("api.github.com") || word.includes("GITHUB_API_URL"));
  if (url === undefined)
    return args.some((word) => word.includes("ACTIONS_ID_TOKEN_REQUEST")) ? { "id-token": "write" } : "none";
  if (url.endsWith("/graphql")) return "unknown";
  const hasBody = args.some((word) => /^(-d|--data.*|--json|-F|--form)$/.test(word));
  return permissionsOfEndpoint(url.split("?")[0] ?? url, methodOf(args) ?? (hasBody ? "POST" : "GET"));
}

type Verbs = Readonly<Record<string, Need>>;
const PULLS_READ: Grant = { contents: "read", "pull-requests": "read" };
const PULLS_WRITE: Grant = { contents: "read", "pull-requests": "write" };

/** `gh <noun> <verb>`; `*` is every other verb of that noun. */
const GH_VERBS: Readonly<Record<string, Verbs>> = {
  pr: {
    list: PULLS_READ,
    view: PULLS_READ,
    diff: PULLS_READ,
    checkout: PULLS_READ,
    status: PULLS_READ,
    checks: { checks: "read", contents: "read", "pull-requests": "read", statuses: "read" },
    merge: { contents: "write", "pull-requests": "write" },
    "update-branch": { contents: "write", "pull-requests": "write" },
    create: PULLS_WRITE,
    comment: PULLS_WRITE,
    edit: PULLS_WRITE,
    review: PULLS_WRITE,
    close: PULLS_WRITE,
    reopen: PULLS_WRITE,
    ready: PULLS_WRITE,
  },
  issue: { list: { issues: "read" }, view: { issues: "read" }, status: { issues: "read" }, "*": { issues: "write" } },
  label: { list: { issues: "read" }, "*": { issues: "write" } },
  release: {
    list: CONTENTS_READ,
    view: CONTENTS_READ,
    download: CONTENTS_READ,
    "*": CONTENTS_WRITE,
  },
  run: {
    list: { actions: "read" },
    view: { actions: "read" },
    watch: { actions: "read" },
    download: { actions: "read" },
    "*": { actions: "write" },
  },
  workflow: { list: { actions: "read" }, view: { actions: "read" }, "*": { actions: "write" } },
  cache: { list: { actions: "read" }, "*": { actions: "write" } },
  repo: { view: CONTENTS_READ, clone: CONTENTS_READ, "set-default": "none", "*": "unknown" },
  auth: { "*": "none" },
  config: { "*": "none" },
  alias: { "*": "none" },
  attestation: { verify: { attestations: "read" }, download: { attestations: "read" }, "*": "unknown" },
};

function permissionsOfGitHubCli(args: Words): Need {
  const [noun = "", ...rest] = args.filter((word, at) => !isRepositoryOption(args, at) && word !== "");
  if (noun === "api") return permissionsOfApiCall(rest);
  if (["--version", "version", "help", "--help", "completion", "status"].includes(noun)) return "none";
  const verbs = GH_VERBS[noun];
  if (verbs === undefined) return "unknown";
  return verbs[rest.find((word) => !word.startsWith("-")) ?? ""] ?? verbs["*"] ?? "unknown";
}

function isRepositoryOption(args: Words, at: number): boolean {
  const options = new Set(["-R", "--repo"]);
  return options.has(args[at] ?? "") || options.has(args[at - 1] ?? "");
}

const API_VALUE_OPTIONS = new Set([
  "-H",
  "--header",
  "-f",
  "--raw-field",
  "-F",
  "--field",
  "-X",
  "--method",
  "-q",
  "--jq",
  "-t",
  "--template",
  "--input",
  "--cache",
  "--hostname",
  "-p",
  "--preview",
]);

function permissionsOfApiCall(args: Words): Need {
  const endpoint = verbOf(args, API_VALUE_OPTIONS);
  if (endpoint === "" || endpoint === "graphql") return "unknown";
  const hasBody = args.some((word) => /^(-f|-F|--field|--raw-field|--input)/.test(word));
  return permissionsOfEndpoint(endpoint.split("?")[0] ?? endpoint, methodOf(args) ?? (hasBody ? "POST" : "GET"));
}

function methodOf(args: Words): string | undefined {
  for (const [at, word] of args.entries()) {
    if (["-X", "--method", "--request"].includes(word)) return args[at + 1];
    const attached = /^(?:-X|--method=|--request=)(\w+)$/.exec(word)?.[1];
    if (attached !== undefined) return attached;
  }
  return undefined;
}

/** The first word that is neither an option nor an option's value. */
function verbOf(args: Words, takesValue: ReadonlySet<string>): string {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    if (takesValue.has(word)) at += 1;
    else if (!word.startsWith("-")) return word;
  }
  return "";
}
