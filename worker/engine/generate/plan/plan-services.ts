import { isPastEnd, releaseLine } from "../../data/end-of-life.ts";
import { type ServiceImage, serviceImage, tagOf } from "../../data/service-images.ts";
import type { PipelineService } from "../../pipeline/pipeline.ts";
import type { Component, Service } from "../../profile/stack-profile.ts";
import { type PlanContext, placeOf } from "./component-plan.ts";

/** The services that a component's tests need; what we have no image for becomes a note. */
export function planServices(context: PlanContext, component: Component): PipelineService[] {
  if (component.commands.test === null) return [];
  noteFixedHost(context, component);
  const ports = new Map<number, string>();
  return component.services.flatMap((service) => {
    const row = serviceImage(service.name);
    if (row === null) {
      context.note(
        "left_out",
        `The tests of ${placeOf(component)} seem to need ${service.name}, which the pipeline does not start: add it as a service of the test job, or let the tests do without it.`,
      );
      return [];
    }
    const other = ports.get(row.port);
    ports.set(row.port, service.name);
    // Services share the job's network on two of the platforms, where one port can be taken only once.
    if (other !== undefined) {
      context.note("left_out", `${service.name} and ${other} listen on the same port, so only ${other} is started.`);
      return [];
    }
    noteOldVersion(context, row, service);
    return [toService(row, tagOf(row, service.version, context.now))];
  });
}

/** Ecto's settings for tests name the host outright, and GitLab's services are not on `localhost`. */
function noteFixedHost({ options, note }: PlanContext, { ecosystem, services }: Component): void {
  if (options.platform !== "gitlab" || ecosystem !== "elixir" || services.length === 0) return;
  note(
    "set_up",
    'On GitLab a service has its own host name: let `config/test.exs` read it (`hostname: System.get_env("PGHOST", "localhost")`).',
  );
}

function toService({ service, image, port, env, health }: ServiceImage, tag: string): PipelineService {
  return { name: service, image: `${image}:${tag}`, port, env, health };
}

function noteOldVersion(context: PlanContext, row: ServiceImage, { name, version }: Service): void {
  const line = row.product && version ? releaseLine(row.product, version) : null;
  if (line === null || !isPastEnd(line, context.now)) return;
  const tag = tagOf(row, version, context.now);
  if (tag === version) return;
  context.note(
    "uncertain",
    `The repository names ${name} ${version}, which is out of support since ${line.end}; the tests run on ${tag}.`,
  );
}
