/** Third-party actions for what one command of GitHub's own runner images does. Sources: the actions' README files. */

export interface SuperfluousAction {
  /** `owner/repo`, lower case. */
  readonly action: string;
  /** The program that does it: every hosted Ubuntu, Windows and macOS image has `gh`, `git`, `jq` and `rustup`. */
  readonly program: "gh" | "git" | "jq" | "rustup" | "docker";
  /** What to write, Markdown. */
  readonly command: string;
  /** What the action does beyond the command, so that replacing it is work; null where the command is all of it. Strict only. */
  readonly beyond: string | null;
  readonly source: string;
  readonly seen: string;
}

type Program = SuperfluousAction["program"];

function row(
  action: string,
  [program, command]: readonly [Program, string],
  beyond: string | null = null,
): SuperfluousAction {
  return { action, program, command, beyond, source: `https://github.com/${action}`, seen: "2026-11-21" };
}

const RELEASE = ["gh", '`gh release create "$GITHUB_REF_NAME" --generate-notes FILES…`'] as const;
const COMMIT = ["git", "`git add`, `git commit` and `git push`"] as const;
const COMMITTING = "it looks whether anything changed, sets the author and pulls before it pushes";

export const SUPERFLUOUS_ACTIONS: readonly SuperfluousAction[] = [
  row("softprops/action-gh-release", RELEASE),
  row("ncipollo/release-action", RELEASE),
  row("elgohr/github-release-action", RELEASE),
  row("svenstaro/upload-release-action", ["gh", '`gh release upload "$GITHUB_REF_NAME" FILES… --clobber`']),
  row("dacbd/create-issue-action", ["gh", "`gh issue create --title … --body …`"]),
  row("peter-evans/close-issue", ["gh", "`gh issue close NUMBER --comment …`"]),
  row("actions-ecosystem/action-add-labels", ["gh", "`gh issue edit NUMBER --add-label …` (or `gh pr edit`)"]),
  row("actions-ecosystem/action-remove-labels", ["gh", "`gh issue edit NUMBER --remove-label …` (or `gh pr edit`)"]),
  row("peter-evans/enable-pull-request-automerge", ["gh", "`gh pr merge --auto NUMBER`"]),
  row("hmarr/auto-approve-action", ["gh", "`gh pr review --approve NUMBER`"]),
  row("ad-m/github-push-action", ["git", "`git push`"]),
  row("sergeysova/jq-action", ["jq", "`jq`"]),
  row("addnab/docker-run-action", ["docker", "`docker run`"]),
  row(
    "peter-evans/create-pull-request",
    ["gh", "`git push` and `gh pr create`"],
    "it updates its pull request when that is open already",
  ),
  row(
    "peter-evans/create-or-update-comment",
    ["gh", "`gh issue comment` or `gh pr comment`"],
    "it can change a comment by its id",
  ),
  row("stefanzweifel/git-auto-commit-action", COMMIT, COMMITTING),
  row("endbug/add-and-commit", COMMIT, COMMITTING),
  row(
    "dtolnay/rust-toolchain",
    ["rustup", "`rustup toolchain install --profile minimal` (or a `rust-toolchain.toml` alone)"],
    "it names a key for caches and sets Cargo's environment",
  ),
];

const byAction = new Map(SUPERFLUOUS_ACTIONS.map((known) => [known.action, known]));

/** What is known of an action (`owner/repo`, lower case) that a command replaces; null for any other. */
export function replaceableAction(action: string): SuperfluousAction | null {
  return byAction.get(action) ?? null;
}
