import type { NotCarried, Pipeline } from "../pipeline.ts";

/** What GitHub takes as a job's id. */
const ID = /^[A-Za-z_][\w-]*$/;

/** The same pipeline with ids that GitHub takes, and with needs of jobs that there are. */
export function withOwnIds(pipeline: Pipeline, lost: (lost: NotCarried) => void): Pipeline {
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  const own = pipeline.jobs.map(({ id: wanted }) => {
    const id = freeId(wanted, taken);
    taken.add(id);
    if (!ids.has(wanted)) ids.set(wanted, id);
    return id;
  });
  const jobs = pipeline.jobs.map((job, at) => {
    const id = own[at] ?? job.id;
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
