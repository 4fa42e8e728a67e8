/** Databases and the like beside a job: further images, each a container of its own that all steps reach. */
import type { PipelineJob, PipelineService } from "../pipeline.ts";
import { entry, map, mapOf, type YamlValue } from "../yaml-text.ts";
import { escapeParameters } from "./escape.ts";
import type { JobImage } from "./images.ts";

/** All containers of a job share one network, so a port is taken once; a second service on it gets a host name of its own. */
export function hostOfService({ services }: PipelineJob): (name: string) => string {
  return (name) => {
    const service = services.find((each) => each.name === name);
    const first = services.find(({ port }) => port === service?.port);
    return service === undefined || first === service ? "localhost" : name;
  };
}

export function serviceImage(job: PipelineJob, service: PipelineService): YamlValue {
  const host = hostOfService(job)(service.name);
  const env = Object.entries(service.env).map(([name, value]) => [name, escapeParameters(value)] as const);
  return map([
    entry("image", service.image),
    host === "localhost" ? null : entry("name", host),
    env.length === 0 ? null : entry("environment", mapOf(env)),
  ]);
}

/** Containers start at the same time as the job, so it has to wait until they listen. */
export function waitCommand(job: PipelineJob, { name, port }: PipelineService, { isCimg }: JobImage): string {
  const host = hostOfService(job)(name);
  if (isCimg) return `dockerize -wait tcp://${host}:${port} -timeout 2m`;
  return `timeout 120 bash -c 'until (echo > /dev/tcp/${host}/${port}) 2> /dev/null; do sleep 1; done'`;
}

const WAITS = [/^dockerize -wait tcp:\/\/([\w.-]+):(\d+)[^\n]*$/, /\/dev\/tcp\/([\w.-]+)\/(\d+)\)[^\n]*$/];

/** The port that a command does nothing but wait for; null for any other command. */
export function awaitedPort(command: string): number | null {
  const found = WAITS.map((pattern) => pattern.exec(command.trim())).find((match) => match !== null);
  return found ? Number(found[2]) : null;
}
