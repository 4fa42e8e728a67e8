import { fallbackVersion } from "../../../data/fallback-versions.ts";
import type { ToolName } from "../../pipeline.ts";
import { calls } from "./programs.ts";
import { cacheStep, findCache, type Setup, versionText } from "./setup.ts";

/** `pubspec.yaml` counts only with an exact version in it, which is then the toolchain's own. */
const FLUTTER_FILES = /(?:^|\/)\.fvmrc$/;
const TERRAFORM_FILE = /(?:^|\/)\.terraform-version$/;

const dart: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "dart");
  return [
    writer.step({ uses: "dart-lang/setup-dart", with: [["sdk", versionText(job, toolchain)]] }),
    cache ? cacheStep(context, "pub", { keyFiles: cache.keyFiles, paths: ["~/.pub-cache"] }) : null,
  ];
};

/** Flutter brings its Dart along. */
const flutter: Setup = ({ job, toolchain, writer }) => {
  const version = versionText(job, toolchain);
  const file = version === null && FLUTTER_FILES.test(toolchain.versionFile ?? "") ? toolchain.versionFile : null;
  return [
    writer.step({
      uses: "subosito/flutter-action",
      with: [
        ["channel", "stable"],
        ["flutter-version", version],
        ["flutter-version-file", file],
        ["cache", findCache(job, "flutter", "dart") ? true : null],
      ],
    }),
  ];
};

const haskell: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "haskell");
  const isStack = toolchain.with.includes("stack") || calls(job, "stack");
  const paths = isStack ? ["~/.stack"] : ["~/.cabal/packages", "~/.cabal/store", "~/.local/state/cabal/store"];
  return [
    writer.step({
      uses: "haskell-actions/setup",
      with: [
        ["ghc-version", versionText(job, toolchain)],
        ["enable-stack", isStack ? true : null],
      ],
    }),
    cache ? cacheStep(context, "haskell", { keyFiles: cache.keyFiles, paths }) : null,
  ];
};

/** The wrapper would keep later steps from seeing exit codes as they are. */
const terraform: Setup = ({ job, toolchain, writer }) => {
  const version = versionText(job, toolchain);
  const file = version === null && TERRAFORM_FILE.test(toolchain.versionFile ?? "") ? toolchain.versionFile : null;
  return [
    writer.step({
      uses: "hashicorp/setup-terraform",
      with: [
        ["terraform_version", file === null ? (version ?? fallbackVersion("terraform")) : null],
        ["terraform_version_file", file],
        ["terraform_wrapper", false],
      ],
    }),
  ];
};

/** By tool: what is left. Runners have Docker. */
export const FURTHER_SETUPS = {
  dart,
  flutter,
  haskell,
  terraform,
  docker: () => [],
} satisfies Partial<Record<ToolName, Setup>>;
