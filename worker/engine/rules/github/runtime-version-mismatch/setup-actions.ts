import { javaVersion, type Runtime, type RuntimeClaim } from "../../../profile/runtime-claims.ts";
import { type VersionSet, versionPrefix, versionRange } from "../../../profile/version-set.ts";

/** An action that installs a runtime, and how it is told which version. Sources: the actions' `action.yml` and README, 2026-08. */
export interface SetupAction {
  readonly runtime: Runtime;
  readonly label: string;
  readonly input: string;
  readonly read: (spec: string) => VersionSet | null;
  /** The input that names a file, and from which major version on it reads which file. */
  readonly fileInput: string | null;
  readonly readableFrom: Readonly<Record<string, number>>;
}

const npm = (spec: string) => versionRange(spec, "npm");

/** `3.12`, `pypy3.10`, `pypy-3.10-v7.3`, `3.13t`: the language version. Pre-releases are not judged. */
function pythonVersion(spec: string): VersionSet | null {
  if (/(?:dev|alpha|beta|rc|[ab]\d)/.test(spec)) return null;
  const language = /^(?:pypy-?)?(\d+(?:\.\d+){0,2}(?:\.x)?)t?(?:-.*)?$/.exec(spec)?.[1];
  return language === undefined ? npm(spec) : versionPrefix(language);
}

export const SETUP_ACTIONS: Readonly<Record<string, SetupAction>> = {
  "actions/setup-node": {
    runtime: "node",
    label: "Node.js",
    input: "node-version",
    read: npm,
    fileInput: "node-version-file",
    readableFrom: { ".nvmrc": 3, ".node-version": 3, ".tool-versions": 3, "package.json": 4, "mise.toml": 5 },
  },
  "actions/setup-python": {
    runtime: "python",
    label: "Python",
    input: "python-version",
    read: pythonVersion,
    fileInput: "python-version-file",
    readableFrom: { ".python-version": 4, ".tool-versions": 5, "pyproject.toml": 5, Pipfile: 6 },
  },
  "actions/setup-go": {
    runtime: "go",
    label: "Go",
    input: "go-version",
    read: npm,
    fileInput: "go-version-file",
    readableFrom: { "go.mod": 3 },
  },
  "actions/setup-java": {
    runtime: "java",
    label: "Java",
    input: "java-version",
    read: javaVersion,
    fileInput: "java-version-file",
    readableFrom: { ".java-version": 4, ".tool-versions": 4, ".sdkmanrc": 5 },
  },
  "ruby/setup-ruby": {
    runtime: "ruby",
    label: "Ruby",
    input: "ruby-version",
    read: (spec) => versionPrefix(spec.replace(/^ruby-/, "")),
    fileInput: null,
    readableFrom: { ".ruby-version": 1, ".tool-versions": 1 },
  },
  "shivammathur/setup-php": {
    runtime: "php",
    label: "PHP",
    input: "php-version",
    read: versionPrefix,
    fileInput: null,
    readableFrom: {},
  },
};

/** True when the action of this major version can read the claim's file; false too when the version is unknown. */
export function canReadFile(action: SetupAction, claim: RuntimeClaim, major: number | null): boolean {
  const from = action.readableFrom[claim.path.slice(claim.path.lastIndexOf("/") + 1)];
  return from !== undefined && major !== null && major >= from;
}
