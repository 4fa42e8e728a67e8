import { fallbackVersion } from "../../../data/fallback-versions.ts";
import type { PipelineJob, ToolName } from "../../pipeline.ts";
import type { YamlValue } from "../../yaml-text.ts";
import { expression } from "../step.ts";
import {
  cacheStep,
  findCache,
  findTool,
  hashOf,
  pathLines,
  type Setup,
  type SetupContext,
  versionText,
} from "./setup.ts";

const BEAM = ["elixir", "erlang", "gleam"] as const;
const VERSION_FILE = /(?:^|\/)\.tool-versions$/;

/** One step installs all of them: the first of the job's three writes it. */
const beam: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const first = job.toolchains.find(({ tool }) => BEAM.some((name) => name === tool));
  if (first !== toolchain) return [];
  return [writer.step({ id: "beam", uses: "erlef/setup-beam", with: beamInputs(job) }), beamCache(context)];
};

function beamInputs(job: PipelineJob): readonly (readonly [string, YamlValue])[] {
  const tools = BEAM.flatMap((name) => findTool(job, name) ?? []);
  const file = tools.find(({ version, versionFile }) => version === null && VERSION_FILE.test(versionFile ?? ""));
  const isByFile = file !== undefined && tools.every(({ version }) => version === null);
  if (isByFile)
    return [
      ["version-file", file.versionFile],
      ["version-type", "strict"],
    ];
  return [
    ["otp-version", versionOf(job, "erlang") ?? otpFor(versionOf(job, "elixir"))],
    ["elixir-version", findTool(job, "elixir") && (versionOf(job, "elixir") ?? fallbackVersion("elixir"))],
    ["gleam-version", findTool(job, "gleam") && (versionOf(job, "gleam") ?? "1")],
    ["rebar3-version", findTool(job, "gleam") || !findTool(job, "elixir") ? "3" : null],
  ];
}

function versionOf(job: PipelineJob, tool: ToolName): string | null {
  const own = findTool(job, tool);
  return own && versionText(job, own);
}

/** The newest Erlang/OTP that an Elixir runs on. Source: "Compatibility and deprecations" of Elixir's documentation. */
function otpFor(elixir: string | null): string | null {
  const minor = Number(/^[v~> ]*1\.(\d+)/.exec(elixir ?? "")?.[1] ?? Number.NaN);
  if (minor <= 13) return "24";
  if (minor <= 14) return "25";
  if (minor <= 16) return "26";
  return fallbackVersion("erlang");
}

/** What is compiled depends on the versions of both, and on the job: each has its own `MIX_ENV`. */
function beamCache({ job, writer }: SetupContext) {
  const cache = findCache(job, ...BEAM);
  if (cache === null) return null;
  const at = (folder: string) => (cache.directory === "." ? folder : `${cache.directory}/${folder}`);
  if (findTool(job, "elixir") === null)
    return cacheStep({ writer }, "beam", {
      keyFiles: cache.keyFiles,
      paths: [at(findTool(job, "gleam") ? "build/packages" : "_build")],
    });
  const versions = ["otp", "elixir"].map((name) => expression(`steps.beam.outputs.${name}-version`)).join("-");
  const prefix = `${expression("runner.os")}-mix-${expression("github.job")}-${versions}-`;
  return writer.step({
    uses: "actions/cache",
    with: [
      ["path", pathLines([at("deps"), at("_build")])],
      ["key", `${prefix}${expression(hashOf(cache.keyFiles))}`],
      ["restore-keys", prefix],
    ],
  });
}

/** By tool: the languages of Erlang's virtual machine. */
export const BEAM_SETUPS = { erlang: beam, elixir: beam, gleam: beam } satisfies Partial<Record<ToolName, Setup>>;
