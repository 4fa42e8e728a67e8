/**
 * Steps that put something into service: not packages, images or releases, which are only made available. Source: the tools'
 * and actions' own documentation, seen 2026-11-21.
 */
import { memo } from "../memo.ts";
import type { Job, Step } from "../model/workflow.ts";
import { entryText } from "../model/workflow.ts";
import { programName } from "../shell/program-name.ts";
import { bashOf } from "../shell/step-script.ts";

const COMMANDS: ReadonlySet<string> = new Set(
  `ansible-playbook, argocd app sync, aws cloudformation deploy, aws deploy create-deployment, aws ecs update-service, aws elasticbeanstalk update-environment,
  aws lambda update-function-code, aws s3 sync, az containerapp update, az functionapp deployment, az webapp deploy, az webapp deployment, azd deploy, azd up,
  bundle exec cap, cap deploy, cap production deploy, cdk deploy, copilot deploy, dokku git:from-image, doctl apps create-deployment, eb deploy, firebase deploy,
  fly deploy, flyctl deploy, gcloud app deploy, gcloud functions deploy, gcloud run deploy, gcloud run services replace, heroku container:release, helm install,
  helm upgrade, helmfile apply, helmfile sync, kamal deploy, kubectl apply, kubectl rollout restart, kubectl set image, netlify deploy, nomad job run,
  npm run deploy, oc apply, oc rollout, pnpm run deploy, pulumi up, railway up, sam deploy, serverless deploy, skaffold run, sls deploy, sst deploy,
  terraform apply, terragrunt apply, tofu apply, vercel deploy, vercel, wrangler deploy, wrangler pages deploy, wrangler publish, yarn deploy, yarn run deploy`.split(
    /,\s*/,
  ),
);

const ACTIONS: ReadonlySet<string> = new Set([
  "actions/deploy-pages",
  "akhileshns/heroku-deploy",
  "amazon-ecs/amazon-ecs-deploy-task-definition",
  "amondnet/vercel-action",
  "aws-actions/amazon-ecs-deploy-task-definition",
  "aws-actions/aws-cloudformation-github-deploy",
  "azure/aci-deploy",
  "azure/arm-deploy",
  "azure/container-apps-deploy-action",
  "azure/functions-action",
  "azure/k8s-deploy",
  "azure/static-web-apps-deploy",
  "azure/webapps-deploy",
  "cloudflare/pages-action",
  "digitalocean/app_action",
  "einaras/aws-lambda-deploy",
  "firebaseextended/action-hosting-deploy",
  "google-github-actions/deploy-appengine",
  "google-github-actions/deploy-cloud-functions",
  "google-github-actions/deploy-cloudrun",
  "netlify/actions",
  "nwtgck/actions-netlify",
  "peaceiris/actions-gh-pages",
  "jamesives/github-pages-deploy-action",
  "serverless/github-action",
]);

/** Places that nobody lives in: previews, and clusters that a test sets up for itself. */
const THROWAWAY =
  /preview|sandbox|ephemeral|review[-_ ]?app|\bkind\b|minikube|\bk3[ds]\b|chart-testing|microk8s|localstack|\be2e\b|--dry-run|--dry_run|dryrun/i;
const PREVIEW_TOOLS = /^(?:vercel|netlify)(?: deploy)?$/;
const RUNNERS: ReadonlySet<string> = new Set(["npx", "bunx", "pnpx", "sudo", "time", "exec"]);
const LONGEST = 4;
/** First words that can lead to a deployment: most commands need no further look. */
const OPENERS: ReadonlySet<string> = new Set([...COMMANDS, ...RUNNERS].map((name) => name.split(" ")[0] ?? ""));

/** Steps of a job that put something into service; none for previews and throw-away clusters. */
export const deploymentsOf = memo((job: Job): readonly Step[] => {
  if (job.uses || isThrowaway(job)) return [];
  return job.steps.filter(isDeployment);
});

/** True for `environment: production` and the like. */
export function isProduction(name: string): boolean {
  return /(?:^|[-_ ])(?:prod|production|live|prd)(?:$|[-_ ])/i.test(name);
}

function isThrowaway(job: Job): boolean {
  const words = [
    job.id,
    job.name?.value ?? "",
    ...job.steps.map((step) => `${step.uses?.name ?? ""}\n${step.name?.value ?? ""}`),
  ];
  return words.some((text) => THROWAWAY.test(text.replaceAll("_", " ")));
}

function isDeployment(step: Step): boolean {
  if (step.uses) return isDeployAction(step);
  if (!step.run || THROWAWAY.test(step.run.value)) return false;
  return bashOf(step.run).commands.some(({ words }) => isDeployCommand(words.map(({ text }) => text)));
}

function isDeployAction(step: Step): boolean {
  const name = step.uses?.name ?? "";
  if (name === "cloudflare/wrangler-action")
    return /^(?:|(?:pages )?deploy\b.*|publish\b.*)$/.test(entryText(step.with, "command") ?? "");
  if (name === "pulumi/actions") return entryText(step.with, "command") === "up";
  if (name === "superfly/flyctl-actions") return (entryText(step.with, "args") ?? "").startsWith("deploy");
  return ACTIONS.has(name);
}

/** True for a command that puts something into service, by its words. */
export function isDeployCommand(words: readonly string[]): boolean {
  if (!OPENERS.has(programName(words.find((word) => !word.startsWith("-")) ?? ""))) return false;
  const plain = words.filter((word) => !word.startsWith("-")).map(programName);
  const from = RUNNERS.has(plain[0] ?? "") ? 1 : 0;
  const rest = plain.slice(from);
  const name = Array.from({ length: LONGEST }, (_, at) => rest.slice(0, at + 1).join(" ")).findLast((each) =>
    COMMANDS.has(each),
  );
  if (name === undefined) return false;
  return !PREVIEW_TOOLS.test(name) || words.some((word) => /^--prod(?:uction)?$/.test(word));
}
