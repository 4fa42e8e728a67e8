import { readScalars } from "../../../model/read-parts.ts";
import type { Container, Job } from "../../../model/workflow.ts";
import { asMap, findValue, keyText } from "../../../parse/yaml-node.ts";
import type { PipelineService } from "../../pipeline.ts";
import { readEnv } from "./env.ts";
import { isComputed, type Losses } from "./notes.ts";

/** Ports of images that a workflow need not name. */
const USUAL_PORTS: readonly (readonly [RegExp, number])[] = [
  [/postg|timescale/, 5432],
  [/mysql|mariadb/, 3306],
  [/redis|valkey/, 6379],
  [/mongo/, 27017],
  [/rabbitmq/, 5672],
  [/elasticsearch|opensearch/, 9200],
  [/memcached/, 11211],
];

export function readServices(job: Job, losses: Losses): readonly PipelineService[] {
  return job.services.flatMap((service) => readService(service, job.id, losses) ?? []);
}

function readService(service: Container, job: string, losses: Losses): PipelineService | null {
  const name = keyText(service.pair) ?? "";
  const image = service.image?.value ?? "";
  const port = portOf(service, image);
  if (name === "" || image === "" || isComputed(image) || port === null) {
    losses.add(job, `Service \`${name}\` has no fixed image or port that could be read: add it by hand.`);
    return null;
  }
  for (const key of ["volumes", "credentials", "command", "entrypoint"])
    if (findValue(asMap(service.pair.value), key))
      losses.add(job, `\`${key}\` of service \`${name}\` is not carried over: look whether the service works without.`);
  const { env, secrets } = readEnv(service.env, job, losses);
  if (secrets.length > 0)
    losses.add(job, `Service \`${name}\` gets secrets (\`${secrets.join("`, `")}\`): give it a value for tests alone.`);
  return { name, image, port, env, health: healthOf(service.options?.value ?? "") };
}

/** The container's own port: the one behind the colon. */
function portOf({ pair }: Container, image: string): number | null {
  const [first] = readScalars(findValue(asMap(pair.value), "ports"));
  const written = first?.value.split("/")[0]?.split(":").at(-1);
  if (written !== undefined && /^\d+$/.test(written)) return Number(written);
  return USUAL_PORTS.find(([pattern]) => pattern.test(image))?.[1] ?? null;
}

/** The command of `--health-cmd`, quoted or one word. */
function healthOf(options: string): string | null {
  const found = /--health-cmd[= ]\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+))/.exec(options);
  if (found === null) return null;
  const [, double, single, bare] = found;
  return double === undefined ? (single ?? bare ?? null) : double.replace(/\\(["\\])/g, "$1");
}

/** Variables with the hosts of services as every platform can fill them in: `localhost` in front of a service's port, or alone in a host variable. */
export function withHostMarks(
  env: Readonly<Record<string, string>>,
  services: readonly PipelineService[],
): Readonly<Record<string, string>> {
  const marked = Object.entries(env).map(([name, value]) => [name, markHost(name, value, { env, services })] as const);
  return Object.fromEntries(marked);
}

interface Around {
  readonly env: Readonly<Record<string, string>>;
  readonly services: readonly PipelineService[];
}

function markHost(name: string, value: string, around: Around): string {
  const replaced = around.services.reduce(
    (text, service) =>
      text.replace(
        new RegExp(`\\b(?:localhost|127\\.0\\.0\\.1|${escaped(service.name)}):${service.port}\\b`),
        `{{host:${service.name}}}:${service.port}`,
      ),
    value,
  );
  if (replaced !== value || !/^(?:localhost|127\.0\.0\.1)$/.test(value.trim())) return replaced;
  const service = serviceOfHost(name, around);
  return service ? `{{host:${service.name}}}` : value;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `DB_HOST` is the service on `DB_PORT`, or the only one there is. */
function serviceOfHost(name: string, { env, services }: Around): PipelineService | null {
  if (!/host(?:name)?$|_url$|address$|server$/i.test(name)) return null;
  const port = Number(env[name.replace(/host(?:name)?$/i, (word) => (word === word.toUpperCase() ? "PORT" : "port"))]);
  const byPort = services.find((service) => service.port === port);
  const byName = services.find((service) => name.toLowerCase().includes(service.name));
  return byPort ?? byName ?? (services.length === 1 ? (services[0] ?? null) : null);
}
