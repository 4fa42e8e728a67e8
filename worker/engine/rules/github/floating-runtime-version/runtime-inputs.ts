import type { RepositoryModel } from "../../../model/repository.ts";
import type { RuntimeClaim } from "../../../profile/runtime-claims.ts";
import type { SetupAction } from "../runtime-version-mismatch/setup-actions.ts";

/** How a setup action is told its version. Sources: the actions' README and `action.yml`, seen 2026-11-21. */
export interface RuntimeInput {
  readonly label: string;
  readonly input: string;
  readonly fileInputs: readonly string[];
  /** Files that it reads when it is told nothing. */
  readonly defaultFiles: readonly string[];
  /** Versions that move by themselves. */
  readonly floating: RegExp;
  /** True where `8.0` and `8` differ. */
  readonly zeroMatters: boolean;
}

export const RUNTIME_INPUTS: Readonly<Record<string, RuntimeInput>> = {
  "actions/setup-node": {
    label: "Node.js",
    input: "node-version",
    fileInputs: ["node-version-file", "version"],
    defaultFiles: [],
    floating: /^(?:latest|node|current|lts|lts\/\*|lts\/-\d|\*|x|>=.*)$/i,
    zeroMatters: false,
  },
  "actions/setup-python": {
    label: "Python",
    input: "python-version",
    fileInputs: ["python-version-file"],
    defaultFiles: [".python-version"],
    floating: /^(?:3|3\.x|3\.\*|\*|x|latest|>=.*)$/i,
    zeroMatters: true,
  },
  "actions/setup-go": {
    label: "Go",
    input: "go-version",
    fileInputs: ["go-version-file"],
    defaultFiles: [],
    floating: /^(?:1|1\.x|latest|stable|oldstable|\*|x|\^1.*|>=.*)$/i,
    zeroMatters: true,
  },
  "ruby/setup-ruby": {
    label: "Ruby",
    input: "ruby-version",
    fileInputs: [],
    defaultFiles: [".ruby-version", ".tool-versions", "mise.toml"],
    floating: /^(?:ruby|head|ruby-head|latest|debug)$/i,
    zeroMatters: true,
  },
  "shivammathur/setup-php": {
    label: "PHP",
    input: "php-version",
    fileInputs: ["php-version-file"],
    defaultFiles: [".php-version", "composer.lock", "composer.json"],
    floating: /^(?:latest|highest|nightly|master|\d+\.x|[5-9])$/i,
    zeroMatters: true,
  },
  "actions/setup-dotnet": {
    label: ".NET",
    input: "dotnet-version",
    fileInputs: ["global-json-file"],
    defaultFiles: ["global.json"],
    floating: /^(?:latest|sts|lts|\*|x)$/i,
    zeroMatters: false,
  },
};

export function floatingSpec({ floating }: RuntimeInput, spec: string): boolean {
  return floating.test(spec);
}

/** True when the number without its last zero asks for something else. */
export function loseMeaning({ zeroMatters }: RuntimeInput, value: string): boolean {
  return zeroMatters || !/\.0+$/.test(value);
}

/** True when a file that the action reads by itself is anywhere in the repository. */
export function hasDefaultFile({ snapshot }: RepositoryModel, { defaultFiles }: RuntimeInput): boolean {
  return (
    defaultFiles.length > 0 &&
    snapshot.paths.some((path) => defaultFiles.some((name) => path === name || path.endsWith(`/${name}`)))
  );
}

/** What the project's root says of this runtime in a file that the action can read. */
export function claimFor(
  claims: readonly RuntimeClaim[],
  action: SetupAction,
  repository: RepositoryModel,
): RuntimeClaim | null {
  return (
    claims.find(
      ({ runtime, path }) => runtime === action.runtime && path in action.readableFrom && repository.has(path),
    ) ?? null
  );
}
