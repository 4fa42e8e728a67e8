import type { Cache, PipelineJob, ToolName } from "../../pipeline.ts";
import { script } from "../../yaml-text.ts";
import {
  cacheStep,
  findCache,
  findTool,
  folderOf,
  loseFile,
  pathLines,
  type Setup,
  type SetupContext,
  versionInputs,
  versionText,
} from "./setup.ts";

/** Files that setup-python reads a version from: its docs, "Using the python-version-file input". */
const PYTHON_FILES = /(?:^|\/)(?:\.python-version|\.tool-versions|pyproject\.toml|Pipfile)$/;
/** Files that uv reads by itself, in the folder where it runs. */
const UV_FILES = /(?:^|\/)(?:\.python-version|pyproject\.toml)$/;
const CACHED_BY_SETUP = ["pip", "poetry", "pipenv"] as const;

/** uv brings Python along; without it setup-python does. */
const python: Setup = (context) => {
  const { job, writer } = context;
  if (findTool(job, "uv") !== null) return [];
  const cached = pythonCache(job);
  return [
    writer.step({
      uses: "actions/setup-python",
      with: [
        ...versionInputs(context, ["python-version", "python-version-file"], PYTHON_FILES),
        ["cache", cached?.manager ?? null],
        ["cache-dependency-path", cached ? pathLines(cached.files) : null],
      ],
    }),
  ];
};

function pythonCache(job: PipelineJob): { manager: string; files: readonly string[] } | null {
  const cache: Cache | null = findCache(job, ...CACHED_BY_SETUP, "python");
  if (cache === null) return null;
  return { manager: CACHED_BY_SETUP.find((name) => name === cache.tool) ?? "pip", files: cache.keyFiles };
}

const uv: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "uv", "python");
  return [
    writer.step({
      uses: "astral-sh/setup-uv",
      with: [
        ["version", versionText(job, toolchain)],
        ["python-version", uvPython(context)],
        ["enable-cache", cache === null ? false : null],
        ["cache-dependency-glob", cache === null ? null : pathLines(cache.keyFiles)],
      ],
    }),
  ];
};

/** The Python that uv is to take; null where it finds that in the project itself. */
function uvPython(context: SetupContext): string | null {
  const { job, writer } = context;
  const own = findTool(job, "python");
  if (own === null) return null;
  const isRead = own.versionFile === null || UV_FILES.test(own.versionFile);
  if (own.version === null && !isRead) loseFile({ job, writer, toolchain: own }, "what the project allows");
  return versionText(job, own);
}

/** Before setup-python, whose cache asks Poetry where it keeps its environments. */
const poetry: Setup = ({ job, toolchain, writer }) => {
  const version = versionText(job, toolchain);
  return [writer.step({ run: `pipx install poetry${version === null ? "" : `==${version}`}` })];
};

/** Into the Python of the job, so that the tool works with that one. */
const byPip =
  (name: string): Setup =>
  ({ job, toolchain, writer }) => {
    const version = versionText(job, toolchain);
    const what = version === null ? name : `${name}==${version}`;
    const pip = findTool(job, "uv") === null ? "python -m pip install" : "uv tool install";
    return [writer.step({ run: `${pip} ${what}` })];
  };

const pdm: Setup = (context) => [...byPip("pdm")(context), pdmCache(context)];

function pdmCache(context: SetupContext) {
  const cache = findCache(context.job, "pdm");
  return cache && cacheStep(context, "pdm", { keyFiles: cache.keyFiles, paths: ["~/.cache/pdm"] });
}

/** bundler-cache installs what Gemfile.lock says: the pipeline's own `bundle install` then has nothing left to do. */
const ruby: Setup = (context) => {
  const { job, writer } = context;
  const folder = folderOf(context);
  const version = rubyVersion(context);
  return [
    writer.step({
      uses: "ruby/setup-ruby",
      with: [
        ["ruby-version", version],
        ["bundler-cache", findCache(job, "ruby") ? true : null],
        ["working-directory", folder],
      ],
    }),
  ];
};

/** Without a version it reads `.ruby-version`, `.tool-versions` or `mise.toml` of its folder. */
function rubyVersion(context: SetupContext): string | null {
  const readable = /(?:^|\/)(?:\.ruby-version|\.tool-versions|mise\.toml)$/;
  const [input, value] = versionInputs(context, ["ruby-version", "file"], readable)[0] ?? ["file", null];
  return input === "file" ? null : String(value);
}

const php: Setup = (context) => {
  const { toolchain, job, writer } = context;
  const composer = findTool(job, "composer");
  const cache = findCache(job, "composer", "php");
  return [
    writer.step({
      uses: "shivammathur/setup-php",
      with: [
        ...versionInputs(context, ["php-version", "php-version-file"], /(?:^|\/)\.php-version$/),
        ["extensions", toolchain.with.length > 0 ? toolchain.with.join(", ") : null],
        ["tools", composer?.version ? `composer:${composer.version}` : null],
        ["coverage", "none"],
      ],
    }),
    ...(cache ? composerCache(context, cache) : []),
  ];
};

function composerCache(context: SetupContext, { keyFiles }: Cache) {
  const run = script('echo "dir=$(composer config --global cache-files-dir)" >> "$GITHUB_OUTPUT"');
  const find = context.writer.step({ id: "composer", name: "Find Composer's downloads", run });
  const paths = [`\${{ steps.composer.outputs.dir }}`];
  return [find, cacheStep(context, "composer", { keyFiles, paths })];
}

const nothing: Setup = () => [];

/** By tool, Ruby and PHP with them. Poetry goes in front of setup-python, the others behind it. */
export const SCRIPT_SETUPS = {
  poetry,
  uv,
  python,
  pip: nothing,
  pipenv: byPip("pipenv"),
  pdm,
  hatch: byPip("hatch"),
  tox: byPip("tox"),
  nox: byPip("nox"),
  ruby,
  php,
  composer: nothing,
} satisfies Partial<Record<ToolName, Setup>>;
