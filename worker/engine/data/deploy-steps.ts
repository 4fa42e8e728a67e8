/**
 * Steps that change the world outside the run: deploys, releases, publications. Source: the actions' and tools' own
 * documentation, 2026-08. Used where a run must not be cancelled half-way, or must not read a cache that others write.
 */

import { memo } from "../memo.ts";
import type { Job, Step } from "../model/workflow.ts";
import { programName } from "../shell/program-name.ts";
import type { ShellScript } from "../shell/script.ts";
import { bashOf } from "../shell/step-script.ts";

/** Words that an action's name carries when it deploys or publishes, whole or between dashes. */
const ACTION_WORDS =
  /(?:^|[-_/])(?:deploy|deployment|deployer|publish|publisher|release|releaser|goreleaser|promote|rollout)(?:$|[-_/])/;

/** Actions whose names do not say it. */
const ACTIONS = new Set([
  "amazon-ecs/amazon-ecs-deploy-task-definition",
  "azure/webapps-deploy",
  "changesets/action",
  "cloudflare/wrangler-action",
  "cycjimmy/semantic-release-action",
  "firebaseextended/action-hosting-deploy",
  "google-github-actions/deploy-cloudrun",
  "googleapis/release-please-action",
  "hashicorp/tfc-workflows-github",
  "pulumi/actions",
  "pypa/gh-action-pypi-publish",
  "softprops/action-gh-release",
  "superfly/flyctl-actions",
]);

/** First words of a command, options skipped: `npm publish`, `kubectl apply`. */
const COMMANDS = new Set([
  "ansible-playbook",
  "bundle exec cap",
  "cargo publish",
  "cdk deploy",
  "docker push",
  "eas submit",
  "eas update",
  "fastlane",
  "firebase deploy",
  "fly deploy",
  "flyctl deploy",
  "gcloud app deploy",
  "gcloud run deploy",
  "gem push",
  "gh release",
  "goreleaser",
  "goreleaser release",
  "helm install",
  "helm push",
  "helm upgrade",
  "heroku container:release",
  "kamal deploy",
  "kubectl apply",
  "kubectl rollout",
  "kubectl set",
  "lerna publish",
  "mix hex.publish",
  "mvn deploy",
  "mvnw deploy",
  "netlify deploy",
  "npm publish",
  "npm run deploy",
  "npm run publish",
  "npm run release",
  "pnpm deploy",
  "pnpm publish",
  "pnpm run deploy",
  "pnpm run release",
  "poetry publish",
  "pulumi up",
  "rsync",
  "scp",
  "semantic-release",
  "serverless deploy",
  "sls deploy",
  "terraform apply",
  "terraform destroy",
  "tofu apply",
  "twine upload",
  "uv publish",
  "vercel",
  "vercel deploy",
  "wrangler deploy",
  "wrangler publish",
  "yarn deploy",
  "yarn npm publish",
  "yarn publish",
  "yarn release",
]);

const RUNNERS = new Set([
  "npx",
  "bunx",
  "pnpx",
  "pnpm dlx",
  "yarn dlx",
  "pnpm exec",
  "npm exec",
  "bundle exec",
  "uv run",
  "poetry run",
]);
const LONGEST = 3;
/** First words that can lead to a deployment: most commands need no further look. */
const OPENERS: ReadonlySet<string> = new Set([...COMMANDS, ...RUNNERS].map((name) => name.split(" ")[0] ?? ""));

/** True for a step that deploys, releases or publishes something, as far as its action or its commands say. */
const isDeployStep = memo((step: Step): boolean => {
  if (step.uses) {
    const repository = step.uses.name.split("/").slice(0, 2).join("/");
    return (
      ACTIONS.has(repository) || pushesImage(step) || ACTION_WORDS.test(step.uses.name.slice(step.uses.owner.length))
    );
  }
  return step.run !== null && isDeployScript(bashOf(step.run));
});

/** True when one of the script's commands deploys, releases or publishes something. */
export function isDeployScript({ commands }: ShellScript): boolean {
  return commands.some(({ words }) => isDeployCommand(words.map(({ text }) => text)));
}

/** True for a job that has an `environment` or a step that deploys, releases or publishes. */
export function isDeployJob(job: Job): boolean {
  return job.environment !== null || job.steps.some(isDeployStep);
}

function pushesImage(step: Step): boolean {
  if (step.uses?.name !== "docker/build-push-action" && step.uses?.name !== "docker/bake-action") return false;
  const push = step.with.find((entry) => entry.name.toLowerCase() === "push")?.value?.value.trim();
  // An expression nearly always reads the event; whoever asks looks at the event itself.
  return push === "true";
}

function isDeployCommand(words: readonly string[]): boolean {
  if (!OPENERS.has(programName(words.find((word) => !word.startsWith("-")) ?? ""))) return false;
  const plain = words.filter((word) => !word.startsWith("-")).map(programName);
  const start = [2, 1].find((length) => RUNNERS.has(plain.slice(0, length).join(" "))) ?? 0;
  const rest = plain.slice(start);
  return Array.from({ length: LONGEST }, (_, length) => rest.slice(0, length + 1).join(" ")).some((name) =>
    COMMANDS.has(name),
  );
}
