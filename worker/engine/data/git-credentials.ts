/**
 * Who uses the token that `actions/checkout` leaves behind for git. Source: the actions' READMEs and the git and tool
 * manuals, 2026-08.
 */
import type { Step } from "../model/workflow.ts";
import { bashOf } from "../shell/step-script.ts";

/** `needs`: the step fails without the stored token. `unknown`: it may, nobody can tell from here. */
export type CredentialUse = "needs" | "unknown" | "none";

/** git commands that talk to the remote. */
const REMOTE = new Set(["push", "fetch", "pull", "ls-remote", "submodule", "lfs", "remote", "clone", "archive"]);

/** Actions that push with the credentials of the checkout. */
const PUSHING_ACTIONS = new Set([
  "actions-js/push",
  "add-and-commit/add-and-commit",
  "changesets/action",
  "endbug/add-and-commit",
  "mathieudutour/github-tag-action",
  "peaceiris/actions-gh-pages",
  "peter-evans/create-pull-request",
  "phips28/gh-action-bump-version",
  "stefanzweifel/git-auto-commit-action",
]);

/** Release tools that commit, tag and push by themselves. */
const PUSHING_TOOLS =
  /^(?:semantic-release|release-it|standard-version|commit-and-tag-version|lerna|bumpversion|bump-my-version|cz|git-cliff|mike|gh-pages|np|cargo-release|changeset)$/;

/** Project scripts whose name says that they release or deploy: what they do stands elsewhere. */
const RELEASE_SCRIPT = /release|publish|deploy|version|tag|changelog|bump|push|sync|gh-pages/i;

/** A part of every name that counts: most scripts need no closer look. */
const SPEAKS_OF_IT =
  /git|release|publish|deploy|version|tag|changelog|bump|push|sync|gh-pages|lerna|\bcz\b|\bmike\b|\bnp\b|changeset/i;

const RUNNERS = new Set(["npx", "bunx", "pnpx", "sudo", "exec", "time", "command", "env"]);

/** What one later step does with the stored credentials. */
export function credentialUse(step: Step): CredentialUse {
  if (step.uses) return useOfAction(step);
  if (!step.run || !SPEAKS_OF_IT.test(step.run.value)) return "none";
  const uses = bashOf(step.run).commands.map(({ words }) => useOfCommand(words.map(({ text }) => text)));
  if (uses.includes("needs")) return "needs";
  return uses.includes("unknown") ? "unknown" : "none";
}

function useOfAction({ uses }: Step): CredentialUse {
  if (!uses || uses.kind === "docker") return "none";
  if (uses.kind !== "action") return "unknown";
  if (PUSHING_ACTIONS.has(uses.name)) return "needs";
  return /push|commit|tag|bump|release|publish|gh-pages|pages-deploy|auto-?merge|rebase|sync|submodule/.test(
    uses.name.slice(uses.owner.length),
  )
    ? "unknown"
    : "none";
}

function useOfCommand(words: readonly string[]): CredentialUse {
  const rest = words.slice(words.findIndex((word) => !RUNNERS.has(word) && !word.startsWith("-")));
  const [program = "", ...args] = rest;
  const name = program.replace(/^.*\//, "");
  if (name === "git") return REMOTE.has(subcommand(args) ?? "") ? "needs" : "none";
  if (PUSHING_TOOLS.test(name)) return "needs";
  if (name === "gh") return "none";
  const isOwnScript = /^(?:\.{1,2}\/|bash$|sh$)/.test(program) || /\.(?:sh|bash|py|rb|mjs|js|ts)$/.test(program);
  const runsTarget =
    /^(?:npm|pnpm|yarn|bun|make|just|task|rake|composer|poe|nox|tox|invoke|mage|gradle|gradlew|mvn|mvnw)$/.test(name);
  if (!isOwnScript && !runsTarget) return "none";
  return rest.some((word) => RELEASE_SCRIPT.test(word)) ? "unknown" : "none";
}

/** The first word of git's that is neither an option nor an option's value. */
function subcommand(args: readonly string[]): string | undefined {
  const takesValue = new Set(["-C", "-c", "--git-dir", "--work-tree", "--namespace"]);
  return args.find((word, index) => !word.startsWith("-") && !takesValue.has(args[index - 1] ?? ""));
}
