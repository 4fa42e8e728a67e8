import type { NotCarried, Pipeline } from "../pipeline.ts";

/** What GitHub takes as a job's id. */
const ID = /^[A-Za-z_][\w-]*$/;

/** The same pipeline with ids that GitHub takes, and with needs of jobs that there are. */
export function withOwnIds(pipeline: Pipeline, lost: (lost: NotCarried) => void): Pipeline {
  const ids = new Map<string, string>();
  for (const { id } of pipeline.jobs) ids.set(id, freeId(id, new Set(ids.values())));
  const jobs = pipeline.jobs.map((job) => {
    const id = ids.get(job.id) ?? job.id;
    for (const need of job.needs.filter((name) => !ids.has(name)))
      lost({ job: id, detail: `It needs the job \`${need}\`, which the pipeline does not have.` });
    return { ...job, id, needs: job.needs.flatMap((name) => ids.get(name) ?? []) };
  });
  return { ...pipeline, jobs };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replaceAll(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "");
  const base = ID.test(plain) ? plain : `job-${plain}`;
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  return id;
}
