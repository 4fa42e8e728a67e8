import { imageName } from "../images/image.ts";
import { asMap, asScalar, findValue, keyText, type YamlNode } from "../parse/yaml-node.ts";
import type { Folder } from "./folder.ts";
import type { ProfileEvidence, Service } from "./stack-profile.ts";

/** Images of services that tests talk to, by the last part of their name. Source: the images' own pages on hub.docker.com. */
const IMAGES: Readonly<Record<string, string>> = {
  postgres: "postgres",
  postgresql: "postgres",
  postgis: "postgres",
  pgvector: "postgres",
  timescaledb: "postgres",
  mysql: "mysql",
  mariadb: "mariadb",
  redis: "redis",
  valkey: "redis",
  mongo: "mongodb",
  mongodb: "mongodb",
  rabbitmq: "rabbitmq",
  elasticsearch: "elasticsearch",
  opensearch: "opensearch",
  memcached: "memcached",
};
const FILES = /^(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml$/;

/** Databases and brokers of the folder's compose files, with the release line of their tag. */
export function composeServices(folder: Folder): { services: Service[]; evidence: ProfileEvidence[] } {
  const services: Service[] = [];
  const evidence: ProfileEvidence[] = [];
  for (const name of folder.names.filter((each) => FILES.test(each))) {
    for (const image of imagesOf(folder, name)) {
      const service = serviceOf(image);
      if (!service || services.some((known) => known.name === service.name)) continue;
      services.push(service);
      const claim = { about: "service", value: service.name, confidence: "medium" } as const;
      evidence.push(folder.evidence(claim, name, image));
    }
  }
  return { services, evidence };
}

function imagesOf(folder: Folder, name: string): string[] {
  const yaml = folder.repository.yaml(folder.at(name));
  const root = yaml?.ok ? yaml.documents[0]?.root : null;
  const pairs = asMap(findValue(root, "services"))?.pairs ?? [];
  return pairs.filter((pair) => keyText(pair) !== null).flatMap(({ value }) => imageOf(value));
}

function imageOf(service: YamlNode): string[] {
  const image = asScalar(findValue(service, "image"))?.value;
  return image === undefined ? [] : [image];
}

function serviceOf(image: string): Service | null {
  const bare = image.replace(/\$\{[^}]*:?-([^}]*)\}/g, "$1");
  const name = imageName(bare);
  const kind = IMAGES[name.slice(name.lastIndexOf("/") + 1)];
  if (kind === undefined) return null;
  const tag = bare.slice(name.length + 1);
  const version = /^(?:v|pg)?(\d+(?:\.\d+)?)/.exec(tag)?.[1] ?? null;
  return { name: kind, version };
}
