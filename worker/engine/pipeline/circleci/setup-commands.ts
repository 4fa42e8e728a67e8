/** What is installed beside the image before a job's own commands. A reader knows the same lines again. */
import { downloadedRelease, JUST_RELEASE } from "../../data/circleci-tool-images.ts";
import { calls } from "../github/toolchains/programs.ts";
import type { PipelineJob, Toolchain, ToolName } from "../pipeline.ts";
import { exactVersion, hostOf, isMatrixed, type JobImage } from "./images.ts";

interface SetupStep {
  readonly name: string;
  readonly run: string;
}

/** Either steps, or what is missing in words. */
interface Setup {
  readonly steps: readonly SetupStep[];
  readonly missing: readonly string[];
}

interface Place extends JobImage {
  /** `sudo ` on CircleCI's images, whose user is not root. */
  readonly sudo: string;
  readonly arch: "amd64" | "arm64";
  /** Version to install, a matrix as its parameter; null for the newest. */
  readonly version: string | null;
  readonly nodeMajor: number;
}

type Installer = (place: Place) => string | null;

export function setupOf(job: PipelineJob, image: JobImage): Setup {
  const steps: SetupStep[] = [];
  const missing: string[] = [];
  for (const toolchain of withHosts(job, image)) {
    const outcome = setupTool(job, image, toolchain);
    if (typeof outcome === "string") missing.push(outcome);
    else steps.push(...outcome);
  }
  return { steps: [...steps, ...programSteps(job, image)], missing };
}

/** Programs that the commands call and no toolchain brings. */
function programSteps(job: PipelineJob, image: JobImage): SetupStep[] {
  const called = PROGRAMS.filter(([words]) => calls(job, words));
  return called.map(([words, install]) => ({ name: `Install ${words}`, run: install(placeOf(job, image, null)) }));
}

/** A host that no toolchain names comes before the tool that needs it: Node before pnpm in a Python image. */
function withHosts({ toolchains }: PipelineJob, image: JobImage): Toolchain[] {
  const named = new Set(toolchains.map(({ tool }) => tool));
  return toolchains.flatMap((toolchain) => {
    const host = hostOf(toolchain.tool);
    if (named.has(host) || host === image.tool) return [toolchain];
    named.add(host);
    return [{ tool: host, version: null, versionFile: null, with: [] }, toolchain];
  });
}

function setupTool(job: PipelineJob, image: JobImage, toolchain: Toolchain): readonly SetupStep[] | string {
  const { tool } = toolchain;
  const parts = partsOf(toolchain, image);
  if (tool === image.tool || tool === "docker" || isInside(toolchain, image)) return parts;
  const install = INSTALLERS[tool];
  const run = install?.(placeOf(job, image, toolchain)) ?? null;
  if (install === undefined) return `Image \`${image.image}\` has no ${tool}; use an image that holds both.`;
  return run === null ? parts : [{ name: `Install ${tool}`, run }, ...parts];
}

/** Package managers that CircleCI's images bring along, where no version is asked for. */
const INCLUDED: Partial<Record<ToolName, readonly ToolName[]>> = {
  node: ["npm"],
  python: ["pip", "uv", "poetry", "pipenv"],
  java: ["maven", "gradle"],
  php: ["composer"],
  clojure: ["java"],
  elixir: ["erlang"],
  gleam: ["erlang"],
  flutter: ["dart"],
  cpp: [],
};

function isInside({ tool, version }: Toolchain, image: JobImage): boolean {
  if (!INCLUDED[image.tool]?.includes(tool)) return false;
  const isManager = hostOf(tool) !== tool;
  return !isManager || version === null || !["npm", "uv", "poetry", "pipenv"].includes(tool);
}

function placeOf(job: PipelineJob, image: JobImage, toolchain: Toolchain | null): Place {
  const node = job.toolchains.find((each) => each.tool === "node");
  return {
    ...image,
    sudo: image.isCimg ? "sudo " : "",
    arch: job.runner?.startsWith("arm.") ? "arm64" : "amd64",
    version:
      toolchain && isMatrixed(job, toolchain) ? `<< parameters.${toolchain.tool} >>` : (toolchain?.version ?? null),
    nodeMajor: Number.parseInt(exactVersion("node", node?.version ?? null), 10),
  };
}

function partsOf({ tool, version, with: parts }: Toolchain, image: JobImage): SetupStep[] {
  if (tool === "elixir" && image.tool === "elixir")
    return [{ name: "Install Hex and Rebar", run: "mix local.hex --force && mix local.rebar --force" }];
  if (tool === "rust" && /^(?:nightly|beta)/.test(version ?? ""))
    return [{ name: "Install Rust", run: rustChannel(version ?? "", parts) }];
  if (parts.length === 0) return [];
  if (tool === "rust") return [{ name: "Add Rust components", run: `rustup component add ${parts.join(" ")}` }];
  const run = `sudo install-php-extensions ${parts.join(" ")}`;
  return tool === "php" && image.tool === "php" ? [{ name: "Add PHP extensions", run }] : [];
}

function rustChannel(channel: string, parts: readonly string[]): string {
  const components = parts.map((part) => ` --component ${part}`).join("");
  return `rustup toolchain install ${channel} --profile minimal${components}\nrustup default ${channel}`;
}

const npmGlobal =
  (tool: string): Installer =>
  ({ sudo, version }) => {
    const wanted = version ?? downloadedRelease(tool as ToolName);
    return `${sudo}npm install --global ${wanted === null ? tool : `${tool}@${wanted}`}`;
  };

const pip =
  (tool: string): Installer =>
  ({ version }) =>
    `pip install ${version === null ? tool : `"${tool}==${version}"`}`;

/** Node 25 and later come without Corepack. */
const corepack = ({ sudo, nodeMajor }: Place) =>
  nodeMajor >= 25 ? `${sudo}npm install --global corepack && ${sudo}corepack enable` : `${sudo}corepack enable`;

function archive({ sudo }: Place, url: string, into: string): string {
  return `curl --fail --silent --show-error --location ${url} | ${sudo}tar --extract --gzip ${into}`;
}

const INSTALLERS: Partial<Record<ToolName, Installer>> = {
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
    const version = (place.version ?? downloadedRelease("golangci-lint") ?? "").replace(/^v/, "");
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
    const url = `https://go.dev/dl/go${exactVersion("go", place.version)}.linux-${place.arch}.tar.gz`;
    return `${archive(place, url, "--directory /usr/local")}\n${place.sudo}ln --symbolic /usr/local/go/bin/go /usr/local/go/bin/gofmt /usr/local/bin/`;
  },
  sbt: (place) => {
    const version = place.version ?? downloadedRelease("sbt");
    const url = `https://github.com/sbt/sbt/releases/download/v${version}/sbt-${version}.tgz`;
    return archive(place, url, "--directory /usr/local --strip-components 1");
  },
  zig: (place) => {
    const version = place.version ?? downloadedRelease("zig");
    const arch = place.arch === "arm64" ? "aarch64" : "x86_64";
    // Archives are named by the processor first since 0.14.1.
    const isOld = /^0\.(?:\d|1[0-3])\.|^0\.14\.0$/.test(version ?? "");
    const name = `zig-${isOld ? `linux-${arch}` : `${arch}-linux`}-${version}`;
    const url = `https://ziglang.org/download/${version}/${name}.tar.xz`;
    const unpack = `curl --fail --silent --show-error --location ${url} | ${place.sudo}tar --extract --xz --directory /usr/local`;
    return `${unpack}\n${place.sudo}ln --symbolic /usr/local/${name}/zig /usr/local/bin/zig`;
  },
  terraform: (place) => {
    const version = exactVersion("terraform", place.version);
    const url = `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_linux_${place.arch}.zip`;
    return `curl --fail --silent --show-error --location --output /tmp/terraform.zip ${url}\n${place.sudo}unzip -o /tmp/terraform.zip terraform -d /usr/local/bin`;
  },
  python: (place) => apt(place, "python3 python3-pip python3-venv"),
  java: (place) => apt(place, `openjdk-${/^\d+/.exec(place.version ?? "")?.[0] ?? "21"}-jdk-headless`),
};

const PROGRAMS: readonly (readonly [words: string, install: (place: Place) => string])[] = [
  ["just", just],
  ["cargo nextest", () => "cargo install --locked cargo-nextest"],
  ["cargo deny", () => "cargo install --locked cargo-deny"],
  ["cargo audit", () => "cargo install --locked cargo-audit"],
  ["cargo llvm-cov", () => "cargo install --locked cargo-llvm-cov"],
  ["pre-commit", (place) => pythonProgram(place, "pre-commit")],
  ["conan", (place) => pythonProgram(place, "conan")],
  ["meson", (place) => apt(place, "meson ninja-build")],
  ["ninja", (place) => apt(place, "ninja-build")],
];

function just(place: Place): string {
  const { version } = JUST_RELEASE;
  const arch = place.arch === "arm64" ? "aarch64" : "x86_64";
  const url = `https://github.com/casey/just/releases/download/${version}/just-${version}-${arch}-unknown-linux-musl.tar.gz`;
  return archive(place, url, "--directory /usr/local/bin just");
}

function pythonProgram(place: Place, name: string): string {
  return place.tool === "python" ? `pip install ${name}` : `${apt(place, "pipx")}\npipx install ${name}`;
}

function yarn(place: Place): string {
  return place.version?.startsWith("1") ? (npmGlobal("yarn")(place) ?? "") : corepack(place);
}

function apt({ sudo }: Place, packages: string): string {
  return `${sudo}apt-get update && ${sudo}apt-get install --yes --no-install-recommends ${packages}`;
}
