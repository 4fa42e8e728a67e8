import { entryText, type Job, type Step, type Workflow } from "../../../model/workflow.ts";
import type { PagesStep, PipelineJob } from "../../pipeline.ts";
import type { StepContext } from "./job-draft.ts";
import type { Losses } from "./notes.ts";

const CONFIGURE = "actions/configure-pages";
const UPLOAD = "actions/upload-pages-artifact";
const DEPLOY = "actions/deploy-pages";
/** What the upload takes where it is told nothing. */
const USUAL_FOLDER = "_site";

/** Reads the steps that publish a site; false for any other. What one job uploads for another to deploy, `withSites` puts together. */
export function readPages({ step, job, workflow, draft }: StepContext): boolean {
  const name = step.uses?.name ?? "";
  if (name === CONFIGURE) return true;
  if (name === DEPLOY) return workflow.jobs.some((other) => findUse(other, UPLOAD) !== null);
  if (name !== UPLOAD) return false;
  const deploy = findUse(job, DEPLOY);
  if (deploy !== null) draft.steps.push(siteStep(step, deploy));
  return deploy !== null || workflow.jobs.some((other) => findUse(other, DEPLOY) !== null);
}

/** Jobs that deploy a site which another one built build it themselves: a pipeline's job publishes what is in its own folder. */
export function withSites(jobs: readonly PipelineJob[], workflow: Workflow, losses: Losses): readonly PipelineJob[] {
  return jobs.map((job) => {
    const own = workflow.jobs.find(({ id }) => id === job.id);
    const deploy = own && findUse(own, DEPLOY);
    if (!own || !deploy || findUse(own, UPLOAD) !== null) return job;
    const source = workflow.jobs.find((other) => findUse(other, UPLOAD) !== null);
    const upload = source && findUse(source, UPLOAD);
    const builder = jobs.find(({ id }) => id === source?.id);
    if (!upload || !builder) return job;
    losses.add(job.id, `The site is built again here: \`${builder.id}\` cannot hand it over.`);
    return {
      ...job,
      toolchains: builder.toolchains,
      env: { ...builder.env, ...job.env },
      fetchDepth: builder.fetchDepth,
      steps: [...builder.steps.filter(({ kind }) => kind === "command"), siteStep(upload, deploy), ...job.steps],
    };
  });
}

function siteStep(upload: Step, deploy: Step): PagesStep {
  const directory = (entryText(upload.with, "path") ?? USUAL_FOLDER).replace(/^\.\//, "").replace(/\/$/, "");
  return { kind: "pages", name: deploy.name?.value ?? "Publish the site", directory };
}

function findUse({ steps }: Job, name: string): Step | null {
  return steps.find(({ uses }) => uses?.name === name) ?? null;
}
