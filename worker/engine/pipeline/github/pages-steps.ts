import type { PagesStep, PipelineJob } from "../pipeline.ts";
import type { YamlItem } from "../yaml-text.ts";
import type { StepWriter } from "./step.ts";

/** The id of the step whose output is the site's address. */
const DEPLOYMENT = "deployment";
/** GitHub deploys Pages to an environment of this name alone. */
const ENVIRONMENT = "github-pages";

export function pagesSteps(step: PagesStep, writer: StepWriter): readonly (YamlItem | null)[] {
  return [
    writer.step({
      uses: "actions/configure-pages",
      why: "Needs Settings → Pages → Source set to “GitHub Actions” once.",
    }),
    writer.step({ uses: "actions/upload-pages-artifact", with: [["path", step.directory]] }),
    writer.step({ name: step.name, id: DEPLOYMENT, uses: "actions/deploy-pages" }),
  ];
}

/** The environment to write: a job that publishes to Pages has one in any case. */
export function environmentOf(job: PipelineJob): PipelineJob["environment"] {
  if (!hasPages(job)) return job.environment;
  return { name: ENVIRONMENT, url: `\${{ steps.${DEPLOYMENT}.outputs.page_url }}` };
}

export function hasPages(job: PipelineJob): boolean {
  return job.steps.some(({ kind }) => kind === "pages");
}
