import { deploymentsOf } from "../../data/deployments.ts";
import { ancestorsOf } from "../../model/job-graph.ts";
import type { Job, Step, Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

/** Anything that looks at what was deployed, or takes it back. */
const LOOKS_AFTER =
  /smoke|health|verif(?:y|ies|ication)|rollback|roll-back|rollout status|--wait\b|--atomic\b|wait-for|wait_for|\bcurl\b|\bwget\b|httpie|\bhttp\s+https?:|probe|canary|lighthouse|playwright|cypress|e2e|k6 run|newman|synthetic|uptime|\bping\b|check-?url|status[-_ ]check|wait-for-service-stability|aws ecs wait|gcloud run services describe/i;
/** Tools that wait for the new version to be healthy, or undo it, by themselves. */
const CAREFUL =
  /^(?:superfly\/flyctl-actions|google-github-actions\/deploy-cloudrun|actions\/deploy-pages|azure\/k8s-deploy|kamal)/;
const CAREFUL_COMMANDS =
  /\bfly(?:ctl)? deploy|\bkamal deploy|\bgcloud run deploy|\bcopilot deploy|\bterraform apply|\btofu apply|\bpulumi up|\bterragrunt apply|\bcdk deploy|\bsam deploy|aws cloudformation deploy/;

export const noRollbackOrSmokeTest = defineRule({
  meta: {
    id: "no-rollback-or-smoke-test",
    category: "ci_cd",
    severity: "info",
    title: "Nothing looks at what was deployed",
    fixClass: "none",
    docs: {
      what: "A job that puts something into service and ends there: no later step or job asks whether the new version answers, and none takes it back.",
      why: "The deploy tool only knows that it has handed over the files. A green run then says nothing of the service, and the first to notice are its users.",
      notReported:
        "Jobs with a later step or job that calls the service, waits for a rollout, or speaks of health, smoke tests or rollback. Tools that wait for health or undo a failed change themselves, such as Fly, Cloud Run, Kamal, CloudFormation or Terraform. Static pages. Previews and test clusters.",
      fix: "A step behind the deploy that asks the health endpoint with retries and fails the job, or the tool's own option (`helm upgrade --atomic --wait`, `kubectl rollout status`).",
      example: {
        before: "      - run: kubectl apply -f k8s\n",
        after: "      - run: kubectl apply -f k8s\n      - run: kubectl rollout status deployment/web --timeout=120s\n",
      },
    },
  },

  *check(context) {
    for (const { workflow, job } of context.jobs) {
      const last = deploymentsOf(job).at(-1);
      if (!last || isStatic(job) || isCareful(last) || isLookedAt(workflow, job, last)) continue;
      yield {
        message: `Nothing checks the service after job \`${job.id}\` deployed it; ask its health endpoint, or let the tool wait for the rollout.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.smoke`,
      };
    }
  },
});

function isStatic(job: Job): boolean {
  return deploymentsOf(job).every(
    ({ uses, run }) =>
      /pages|netlify|vercel|firebase|hosting|static/.test(uses?.name ?? "") ||
      /\b(?:wrangler|netlify|vercel|firebase|s3 sync)\b/.test(run?.value ?? ""),
  );
}

function isCareful({ uses, run, with: inputs }: Step): boolean {
  if (CAREFUL.test(uses?.name ?? "") || CAREFUL_COMMANDS.test(run?.value ?? "") || LOOKS_AFTER.test(run?.value ?? ""))
    return true;
  return inputs.some(({ name, value }) => LOOKS_AFTER.test(name) && value?.value !== "false");
}

function isLookedAt(workflow: Workflow, job: Job, last: Step): boolean {
  const later = job.steps.filter(({ index }) => index > last.index);
  const following = workflow.jobs.filter(({ id }) => ancestorsOf(workflow).get(id)?.has(job.id));
  const steps = [...later, ...following.flatMap((each) => each.steps)];
  const names = following.map(({ id, name, uses }) => `${id} ${name?.value ?? ""} ${uses?.raw ?? ""}`);
  const words = steps.map(({ run, uses, name }) => `${run?.value ?? ""} ${uses?.name ?? ""} ${name?.value ?? ""}`);
  return [...names, ...words].some((text) => LOOKS_AFTER.test(text));
}
