import { readScalars } from "../../../model/read-parts.ts";
import type { Container, Job } from "../../../model/workflow.ts";
import { asMap, findValue, keyText } from "../../../parse/yaml-node.ts";
import type { PipelineService } from "../../pipeline.ts";
import { readEnv } from "./env.ts";
import type { Literals } from "./literals.ts";
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

export function readServices(job: Job, literals: Literals, losses: Losses): readonly PipelineService[] {
  return job.services.flatMap((service) => readService(service, { job: job.id, literals }, losses) ?? []);
}

function readService(service: Container, place: Place, losses: Losses): PipelineService | null {
  const name = keyText(service.pair) ?? "";
  const { job } = place;
  const image = place.literals(service.image?.value ?? "");
  const port = portOf(service, image);
  if (name === "" || image === "" || isComputed(image) || port === null) {
    losses.add(job, `Service \`${name}\` has no fixed image or port that could be read: add it by hand.`);
    return null;
  }
  for (const key of ["volumes", "credentials", "command", "entrypoint"])
    if (findValue(asMap(service.pair.value), key))
      losses.add(job, `\`${key}\` of service \`${name}\` is not carried over: look whether the service works without.`);
  loseOptions(service, { name, port, job }, losses);
  const { env, secrets } = readEnv(service.env, place, losses);
  if (secrets.length > 0)
    losses.add(job, `Service \`${name}\` gets secrets (\`${secrets.join("`, `")}\`): give it a value for tests alone.`);
  return { name, image, port, env, health: healthOf(service.options?.value ?? "") };
}

interface Place {
  readonly job: string;
  readonly literals: Literals;
}

interface Named {
  readonly name: string;
  readonly port: number;
  readonly job: string;
}

function loseOptions({ options, pair }: Container, { name, port, job }: Named, losses: Losses): void {
  const flags = [...(options?.value ?? "").matchAll(/(?:^|\s)(--?[a-z][\w-]*)/g)].map(([, flag = ""]) => flag);
  const others = withoutHealth(options?.value ?? "", flags);
  if (others.length > 0)
    losses.add(job, `The options \`${others.join("`, `")}\` of service \`${name}\` are not carried over.`);
  const host = portsOf(pair)[0]?.split(":").at(-2);
  if (host !== undefined && host !== String(port))
    losses.add(
      job,
      `Service \`${name}\` is reached on port ${host} here, and on its own, ${port}, in a pipeline: change it where it is written.`,
    );
}

/** Flags of the container itself: not about its health, and not within the command that asks for it. */
function withoutHealth(options: string, flags: readonly string[]): readonly string[] {
  const command = /--health-cmd[= ]\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S+)/.exec(options)?.[0] ?? "";
  return flags.filter((flag) => !flag.startsWith("--health-") && !command.includes(flag));
}

function portsOf(pair: Container["pair"]): readonly string[] {
  return readScalars(findValue(asMap(pair.value), "ports")).map(({ value }) => value);
}

/** The container's own port: the one behind the colon. */
function portOf({ pair }: Container, image: string): number | null {
  const [first] = portsOf(pair);
  const written = first?.split("/")[0]?.split(":").at(-1);
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

/** `DB_HOST` is the service on `DB_PORT`, the only database, or the only service there is. */
function serviceOfHost(name: string, { env, services }: Around): PipelineService | null {
  if (!/host(?:name)?$|_url$|address$|server$/i.test(name)) return null;
  const port = Number(env[name.replace(/host(?:name)?$/i, (word) => (word === word.toUpperCase() ? "PORT" : "port"))]);
  const byPort = services.find((service) => service.port === port);
  const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
  const ofKind = services.filter(({ image }) => kind?.test(image) ?? false);
  const only = services.length === 1 ? services[0] : undefined;
  return byPort ?? (ofKind.length === 1 ? ofKind[0] : undefined) ?? only ?? null;
}

/** What the names of host variables tell of the image behind them. */
const KINDS: readonly (readonly [name: RegExp, image: RegExp])[] = [
  [/^pg|postgres/i, /postg|timescale/],
  [/mysql|maria/i, /mysql|mariadb/],
  [/mongo/i, /mongo/],
  [/redis|valkey/i, /redis|valkey/],
  [/rabbit|amqp/i, /rabbitmq/],
  [/elastic|opensearch|^es_/i, /elasticsearch|opensearch/],
  [/memcache/i, /memcached/],
  [/^(?:db|database|sql)/i, /postg|timescale|mysql|mariadb|mongo|mssql/],
];
