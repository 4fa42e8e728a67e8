import type { PipelineJob, PipelineService } from "../pipeline.ts";
import { entry, flow, map, mapOf, type YamlEntry } from "../yaml-text.ts";

const PATIENCE = "--health-interval 5s --health-timeout 5s --health-retries 20";

/** Containers beside the job. The job waits until each says that it is healthy. */
export function servicesEntry(job: PipelineJob): YamlEntry | null {
  if (job.services.length === 0) return null;
  return entry("services", map(job.services.map(serviceEntry)));
}

function serviceEntry({ name, image, env, port, health }: PipelineService): YamlEntry {
  const variables = Object.entries(env);
  const service = map([
    entry("image", image),
    variables.length > 0 ? entry("env", mapOf(variables)) : null,
    entry("ports", flow([`${port}:${port}`])),
    health === null ? null : entry("options", `--health-cmd "${health.replace(/["\\]/g, "\\$&")}" ${PATIENCE}`),
  ]);
  return entry(name, service);
}
