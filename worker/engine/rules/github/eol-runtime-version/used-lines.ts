import { type ReleaseLine, releaseLine } from "../../../data/end-of-life.ts";
import { memo } from "../../../memo.ts";
import type { Job, Workflow } from "../../../model/workflow.ts";
import { asScalar, asSeq, findPath, type YamlScalar } from "../../../parse/yaml-node.ts";
import { writtenVersions } from "../runtime-version-mismatch/asked-versions.ts";

/** A release line that a workflow names. */
export interface UsedLine {
  readonly line: ReleaseLine;
  readonly label: string;
  readonly node: YamlScalar;
  /** Where in the node's value the version stands. */
  readonly version: string;
  readonly from: "input" | "image" | "matrix";
  readonly anchor: string;
}

interface Setup {
  readonly product: string;
  readonly label: string;
  readonly input: string;
}

const SETUPS: Readonly<Record<string, Setup>> = {
  "actions/setup-node": { product: "node", label: "Node.js", input: "node-version" },
  "actions/setup-python": { product: "python", label: "Python", input: "python-version" },
  "actions/setup-go": { product: "go", label: "Go", input: "go-version" },
  "actions/setup-java": { product: "java", label: "Java", input: "java-version" },
  "actions/setup-dotnet": { product: "dotnet", label: ".NET", input: "dotnet-version" },
  "ruby/setup-ruby": { product: "ruby", label: "Ruby", input: "ruby-version" },
  "shivammathur/setup-php": { product: "php", label: "PHP", input: "php-version" },
};

/** Official images by name, without registry and `library/`. */
const IMAGES: Readonly<Record<string, readonly [product: string, label: string]>> = {
  node: ["node", "Node.js"],
  python: ["python", "Python"],
  golang: ["go", "Go"],
  ruby: ["ruby", "Ruby"],
  php: ["php", "PHP"],
  openjdk: ["java", "Java"],
  "eclipse-temurin": ["java", "Java"],
  "mcr.microsoft.com/dotnet/sdk": ["dotnet", ".NET"],
  "mcr.microsoft.com/dotnet/aspnet": ["dotnet", ".NET"],
  "mcr.microsoft.com/dotnet/runtime": ["dotnet", ".NET"],
  postgres: ["postgres", "PostgreSQL"],
  "postgis/postgis": ["postgres", "PostgreSQL"],
  mysql: ["mysql", "MySQL"],
  mariadb: ["mariadb", "MariaDB"],
  redis: ["redis", "Redis"],
  mongo: ["mongo", "MongoDB"],
  elasticsearch: ["elasticsearch", "Elasticsearch"],
  "docker.elastic.co/elasticsearch/elasticsearch": ["elasticsearch", "Elasticsearch"],
};

/** Every release line of a workflow, grouped by the decision that chose it: one input, one image, one list of a matrix. */
export const usedLines = memo((workflow: Workflow): readonly (readonly UsedLine[])[] =>
  workflow.jobs.flatMap((job) => [...setupLines(workflow, job), ...imageLines(job)]),
);

function setupLines(document: Workflow, job: Job): UsedLine[][] {
  return job.steps.flatMap((step) => {
    const setup = step.uses?.kind === "action" ? SETUPS[step.uses.name] : undefined;
    if (!setup) return [];
    const asked = writtenVersions({ document, job, step }, setup.input);
    const lines = asked.flatMap(({ node, spec, from }): UsedLine[] => {
      const version = setup.product === "ruby" ? spec.replace(/^ruby-/, "") : spec;
      const line = releaseLine(setup.product, version);
      const anchor = `jobs.${job.id}.${from === "matrix" ? "matrix" : step.identity}.${setup.input}`;
      return line ? [{ line, label: setup.label, node, version, from, anchor }] : [];
    });
    return lines.length > 0 ? [lines] : [];
  });
}

function imageLines(job: Job): UsedLine[][] {
  const places = [
    ...(job.container?.image ? [{ image: job.container.image, anchor: "container" }] : []),
    ...job.services.flatMap(({ image }, index) => (image ? [{ image, anchor: `services.${index}` }] : [])),
  ];
  return places.flatMap(({ image, anchor }) => {
    const lines = imageLine(job, image, `jobs.${job.id}.${anchor}`);
    return lines.length > 0 ? [lines] : [];
  });
}

function imageLine(job: Job, image: YamlScalar, anchor: string): UsedLine[] {
  const match = /^(?:docker\.io\/)?(?:library\/)?([\w./-]+):([^@\s]+|\$\{\{[^}]*\}\}[^@\s]*)$/.exec(image.value.trim());
  const [product, label] = IMAGES[match?.[1] ?? ""] ?? [];
  const tag = match?.[2];
  if (product === undefined || label === undefined || tag === undefined) return [];
  const key = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}(?:-[\w.-]+)?$/.exec(tag)?.[1];
  const cells = key === undefined ? [] : (asSeq(findPath(job.matrix, key))?.items ?? []).map(asScalar);
  const found = key === undefined ? [{ node: image, tag, from: "image" as const }] : cells.flatMap(matrixCell);
  return found.flatMap((cell): UsedLine[] => {
    const version = /^v?\d+(?:\.\d+)*(?=$|-)/.exec(cell.tag)?.[0];
    const line = version === undefined ? null : releaseLine(product, version);
    return version !== undefined && line ? [{ line, label, node: cell.node, version, from: cell.from, anchor }] : [];
  });
}

function matrixCell(node: YamlScalar | null) {
  return node ? [{ node, tag: node.value.trim(), from: "matrix" as const }] : [];
}
