/** Where a job's steps run, and what runs beside them. */
import { record, text } from "../../profile/read-value.ts";
import type { PipelineJob, PipelineService } from "../pipeline.ts";
import { type ConfigDefinitions, lookUp } from "./read-definitions.ts";
import { isKnownPort, parseImage, portOf, toolsOfImage } from "./read-images.ts";
import { argumentsOf, substitute } from "./read-parameters.ts";
import { readEnv } from "./read-values.ts";

/** The place in which a job's steps run. */
export interface Executor {
  readonly images: readonly Readonly<Record<string, unknown>>[];
  readonly env: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly losses: readonly string[];
}

export function executorOf(
  definition: Readonly<Record<string, unknown>>,
  definitions: ConfigDefinitions,
  inside: string,
): Executor {
  const call = definition.executor;
  const name = text(call) ?? text(record(call).name);
  const own = name === null ? null : lookUp(definitions.executors, name, inside);
  const settings = own ? { ...record(substitute(own[1], argumentsOf(own[1], call))), ...definition } : definition;
  const images = (Array.isArray(settings.docker) ? settings.docker : []).map(record);
  const isUnknown = name !== null && !own;
  return {
    images,
    settings: isUnknown ? { ...settings, executor: name } : settings,
    env: own ? readEnv(record(substitute(own[1], argumentsOf(own[1], call))).environment) : {},
    losses: isUnknown
      ? [`Executor \`${name}\` is of an orb: what its image holds is not in the repository.`]
      : unknownImage(text(images[0]?.image)),
  };
}

const BARE =
  /^(?:cimg\/(?:base|deploy|aws|gcp|azure)|ubuntu|debian|alpine|fedora|buildpack-deps|docker|circleci\/buildpack-deps)$/;

function unknownImage(image: string | null): string[] {
  if (image === null || BARE.test(parseImage(image).name) || toolsOfImage(image).length > 0) return [];
  return [`It runs in image \`${image}\`: what that holds is not known, so set its tools up.`];
}

/** Labels of GitHub for systems that are not Linux; null for Linux. */
export function runnerOf(settings: Readonly<Record<string, unknown>>): string | null {
  const image = `${text(record(settings.machine).image) ?? ""} ${text(settings.executor) ?? ""}`;
  if (settings.macos !== undefined || /macos/.test(image)) return "macos-15";
  return settings.windows !== undefined || /\bwin/.test(image) ? "windows-2025" : null;
}

/** `awaited` are the ports that steps wait for: what listens on a port that no table knows. */
export function servicesOf({ images }: Executor, awaited: readonly number[]) {
  const free = awaited.filter((port) => !isKnownPort(port));
  const services: PipelineService[] = [];
  const losses: string[] = [];
  for (const container of images.slice(1)) {
    const image = text(container.image) ?? "";
    const env = readEnv(container.environment);
    const port = portOf(image) ?? free.shift();
    const name = text(container.name) ?? parseImage(image).base;
    if (port !== undefined) services.push({ name, image, port, env, health: null });
    else losses.push(`Container \`${image}\` listens on a port that is not known: add it as a service by hand.`);
    if (container.command !== undefined) losses.push(`Container \`${image}\` is started with a command of its own.`);
    if (container.auth !== undefined || container.aws_auth !== undefined)
      losses.push(`Container \`${image}\` is fetched with credentials.`);
  }
  return { services, losses };
}

/** Services are on `localhost` here and have names on other platforms. */
export function withHosts(env: PipelineJob["env"], services: readonly PipelineService[]): PipelineJob["env"] {
  const [only, ...others] = services;
  const hosted = Object.entries(env).map(([name, value]) => {
    const isHost = /^(?:localhost|127\.0\.0\.1)$/.test(value) && /HOST|SERVER|ADDR/.test(name);
    if (isHost && only && others.length === 0) return [name, `{{host:${only.name}}}`] as const;
    const replaced = value.replaceAll(/(?:localhost|127\.0\.0\.1):(\d+)/g, (whole, port: string) => {
      const service = services.find((each) => each.port === Number(port));
      return service ? `{{host:${service.name}}}:${port}` : whole;
    });
    return [name, replaced] as const;
  });
  return Object.fromEntries(hosted);
}
