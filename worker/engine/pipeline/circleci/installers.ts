/** How a tool is put beside the image's own: with its language's installer, from its makers' archive, or from Ubuntu. */
import { downloadedRelease } from "../../data/circleci-tool-images.ts";
import type { ToolName } from "../pipeline.ts";
import { exactVersion } from "./images.ts";
import { apt, archive, type InstallPlace, pythonProgram } from "./install-lines.ts";

type Installer = (place: InstallPlace) => string | null;

const npmGlobal =
  (tool: string): Installer =>
  ({ sudo, version }) => {
    const wanted = version ?? downloadedRelease(tool as ToolName);
    return `${sudo}npm install --global ${wanted === null ? tool : `${tool}@${wanted}`}`;
  };

const pip =
  (tool: string): Installer =>
  (place) => {
    const version = place.version ?? downloadedRelease(tool as ToolName);
    const isLine = version !== null && /^\d+(?:\.\d+)?$/.test(version);
    return pythonProgram(place, version === null ? tool : `${tool}==${version}${isLine ? ".*" : ""}`);
  };

/** Node 25 and later come without Corepack, which takes the place of the Yarn that is in the image: npm does so by force alone. */
const corepack = ({ sudo, nodeMajor }: InstallPlace) =>
  nodeMajor >= 25
    ? `${sudo}npm install --global --force corepack@${downloadedRelease("corepack")} && ${sudo}corepack enable`
    : `${sudo}corepack enable`;

/** Null for what the image has already. */
export const INSTALLERS: Partial<Record<ToolName, Installer>> = {
  npm: npmGlobal("npm"),
  bun: npmGlobal("bun"),
  deno: npmGlobal("deno"),
  pnpm: (place) => (place.version === null ? corepack(place) : npmGlobal("pnpm")(place)),
  /** CircleCI's Node images hold Yarn 1. */
  yarn: (place) => (place.version?.startsWith("1") && place.tool === "node" ? null : yarn(place)),
  pip: () => null,
  uv: pip("uv"),
  poetry: pip("poetry"),
  pdm: pip("pdm"),
  pipenv: pip("pipenv"),
  hatch: pip("hatch"),
  tox: pip("tox"),
  nox: pip("nox"),
  maven: () => null,
  gradle: () => null,
  composer: () => null,
  "golangci-lint": (place) => {
    const version = releaseOf("golangci-lint", place.version);
    const name = `golangci-lint-${version}-linux-${place.arch}`;
    const url = `https://github.com/golangci/golangci-lint/releases/download/v${version}/${name}.tar.gz`;
    return archive(place, url, `--directory /usr/local/bin --strip-components 1 ${name}/golangci-lint`);
  },
  node: (place) => {
    const version = place.version?.startsWith("<<") ? place.version : exactVersion("node", place.version);
    const arch = place.arch === "arm64" ? "arm64" : "x64";
    const url = `https://nodejs.org/dist/v${version}/node-v${version}-linux-${arch}.tar.gz`;
    return archive(place, url, "--directory /usr/local --strip-components 1");
  },
  go: (place) => {
    const url = `https://go.dev/dl/go${releaseOf("go", exactVersion("go", place.version))}.linux-${place.arch}.tar.gz`;
    return `${archive(place, url, "--directory /usr/local")}\n${place.sudo}ln --symbolic /usr/local/go/bin/go /usr/local/go/bin/gofmt /usr/local/bin/`;
  },
  sbt: (place) => {
    const version = releaseOf("sbt", place.version);
    const url = `https://github.com/sbt/sbt/releases/download/v${version}/sbt-${version}.tgz`;
    return archive(place, url, "--directory /usr/local --strip-components 1");
  },
  zig: (place) => {
    const version = releaseOf("zig", place.version);
    const arch = place.arch === "arm64" ? "aarch64" : "x86_64";
    // Archives are named by the processor first since 0.14.1.
    const isOld = /^0\.(?:\d|1[0-3])\.|^0\.14\.0$/.test(version);
    const name = `zig-${isOld ? `linux-${arch}` : `${arch}-linux`}-${version}`;
    const url = `https://ziglang.org/download/${version}/${name}.tar.xz`;
    const unpack = `curl --fail --silent --show-error --location ${url} | ${place.sudo}tar --extract --xz --directory /usr/local`;
    return `${unpack}\n${place.sudo}ln --symbolic /usr/local/${name}/zig /usr/local/bin/zig`;
  },
  terraform: (place) => {
    const version = releaseOf("terraform", exactVersion("terraform", place.version));
    const url = `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_linux_${place.arch}.zip`;
    return `curl --fail --silent --show-error --location --output /tmp/terraform.zip ${url}\n${place.sudo}unzip -o /tmp/terraform.zip terraform -d /usr/local/bin`;
  },
  python: (place) => apt(place, "python3 python3-pip python3-venv"),
  java: (place) => apt(place, `openjdk-${/^\d+/.exec(place.version ?? "")?.[0] ?? "21"}-jdk-headless`),
};

/** A release that has an archive: of a line its first one, of a major or of nothing the newest that is known. */
function releaseOf(tool: ToolName, version: string | null): string {
  const wanted = version?.replace(/^v/, "") ?? "";
  if (/^\d+\.\d+$/.test(wanted)) return `${wanted}.0`;
  return wanted === "" || /^\d+$/.test(wanted) ? (downloadedRelease(tool) ?? wanted) : wanted;
}

function yarn(place: InstallPlace): string {
  return place.version?.startsWith("1") ? (npmGlobal("yarn")(place) ?? "") : corepack(place);
}
