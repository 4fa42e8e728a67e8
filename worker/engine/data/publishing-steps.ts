/** Steps that publish packages, images, binaries or releases. Source: the registries' and actions' documentation, seen 2026-11-21. */
import { memo } from "../memo.ts";
import { entryText, type Step } from "../model/workflow.ts";
import { bashOf } from "../shell/step-script.ts";

export const PUBLISHING_ACTIONS: ReadonlySet<string> = new Set([
  "changesets/action",
  "crazy-max/ghaction-github-release",
  "cycjimmy/semantic-release-action",
  "goreleaser/goreleaser-action",
  "jreleaser/release-action",
  "js-devtools/npm-publish",
  "katyo/publish-crates",
  "ncipollo/release-action",
  "nuget/publish",
  "pypa/gh-action-pypi-publish",
  "redhat-actions/push-to-registry",
  "rubygems/release-gem",
  "slsa-framework/slsa-github-generator",
  "softprops/action-gh-release",
  "svenstaro/upload-release-action",
]);

/** First words of a command. */
export const PUBLISHING_COMMANDS: ReadonlySet<string> = new Set([
  "bun publish",
  "cargo publish",
  "docker push",
  "dotnet nuget push",
  "gem push",
  "gh release create",
  "gh release upload",
  "goreleaser release",
  "helm push",
  "hatch publish",
  "jsr publish",
  "lerna publish",
  "mix hex.publish",
  "mvn deploy",
  "npm publish",
  "nuget push",
  "oras push",
  "ovsx publish",
  "pdm publish",
  "pnpm publish",
  "podman push",
  "poetry publish",
  "rake release",
  "semantic-release",
  "twine upload",
  "uv publish",
  "vsce publish",
  "yarn npm publish",
  "yarn publish",
]);

const RUNNERS = /^(?:npx|bunx|pnpx|sudo|exec|dlx|run|python3?|bundle|poetry|uvx)$/;
/** A word of every command above. */
const SPEAKS_OF_IT = /publish|push|release|upload|deploy/;
const LONGEST = 3;

/** True for a step that publishes something; never for a rehearsal. */
export const publishes = memo((step: Step): boolean => {
  const { uses, run } = step;
  if (uses) return PUBLISHING_ACTIONS.has(uses.name) || pushesImage(step);
  return (
    run !== null &&
    SPEAKS_OF_IT.test(run.value) &&
    bashOf(run).commands.some(({ words }) => isPublishing(words.map(({ text }) => text)))
  );
});

function pushesImage({ uses, with: inputs }: Step): boolean {
  if (uses?.name !== "docker/build-push-action" && uses?.name !== "docker/bake-action") return false;
  // An expression nearly always asks for the event: some runs push.
  return /^true$|\$\{\{/.test(entryText(inputs, "push") ?? "");
}

function isPublishing(words: readonly string[]): boolean {
  if (words.some((word) => /^--(?:dry-run|snapshot|help)(?:=true)?$/.test(word))) return false;
  const plain = words.filter((word) => !word.startsWith("-")).map((word) => word.replace(/^.*\//, ""));
  const start = plain.findIndex((word) => !RUNNERS.test(word));
  return startsWithCommand(plain) || startsWithCommand(plain.slice(Math.max(start, 0)));
}

function startsWithCommand(words: readonly string[]): boolean {
  const starts = Array.from({ length: LONGEST }, (_, length) => words.slice(0, length + 1).join(" "));
  return starts.some((name) => PUBLISHING_COMMANDS.has(name));
}
