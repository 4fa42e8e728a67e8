import type { StepPlace } from "../../../model/workflow.ts";
import type { ScriptPlace } from "../../../scripts/script-places.ts";
import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import type { Command } from "../../../shell/script.ts";

const EXPRESSION = /\$\{\{[^}]{0,500}\bsecrets\b[^}]{0,500}\}\}/i;
const ALL_SECRETS = /\$\{\{\s{0,20}toJSON\(\s{0,20}secrets\s{0,20}\)\s{0,20}\}\}/i;
/** What runners put into the environment themselves: the platforms' lists of predefined variables. */
const KNOWN = ["GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
/** GitLab's own tokens, and names that teams give to masked variables. */
const GITLAB_NAME =
  /\$\{?(?:CI_(?:JOB_TOKEN|REGISTRY_PASSWORD|DEPLOY_PASSWORD|DEPENDENCY_PROXY_PASSWORD)|\w{0,60}(?:TOKEN|PASSWORD|SECRET|API_KEY|PRIVATE_KEY|ACCESS_KEY))\b/;
const CREDENTIAL_FILE =
  /(?:^|[/@~])(?:\.aws\/credentials|\.ssh\/id_\w+|\.docker\/config\.json|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.kube\/config|\.config\/gcloud\/[\w./-]+|environ|\.env)$/;

/** What counts as a secret in one script. */
export class Secrets {
  readonly #names: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;
  readonly #isGitlab: boolean;

  constructor({ step, kind }: ScriptPlace) {
    const variables = step ? variablesOf(step) : [];
    const named = (pattern: RegExp) => variables.filter(({ value }) => pattern.test(value)).map(({ name }) => name);
    this.#names = new Set([...KNOWN, ...named(EXPRESSION)]);
    this.#all = new Set(named(ALL_SECRETS));
    this.#isGitlab = kind !== "step";
  }

  /** True for a text with a secret in it. */
  isIn(text: string): boolean {
    if (EXPRESSION.test(text) || (this.#isGitlab && GITLAB_NAME.test(text))) return true;
    return [...text.matchAll(/\$\{?(\w+)/g)].some(([, name = ""]) => this.#names.has(name));
  }

  /** True for a text that is one secret and nothing else. */
  isWhole(text: string): boolean {
    return /^(?:\$\w+|\$\{\w+\}|\$\{\{[^}]{1,500}\}\})$/.test(text) && this.isIn(text);
  }

  /** True where all secrets at once stand in a text. */
  isEverythingIn(text: string): boolean {
    return ALL_SECRETS.test(text) || [...text.matchAll(/\$\{?(\w+)/g)].some(([, name = ""]) => this.#all.has(name));
  }
}

function variablesOf({ document, job, step }: StepPlace): { name: string; value: string }[] {
  const outer = document.kind === "workflow" ? document.env : [];
  return [...outer, ...(job?.env ?? []), ...step.env].map(({ name, value }) => ({ name, value: value?.value ?? "" }));
}

/** True for commands that print every variable: `env`, `printenv`, `export -p`, `set`, and the process's own file. */
export function printsEnvironment(command: Command): boolean {
  const words = command.words.map(({ text }) => text);
  const [program, ...others] = words;
  if (program === "set" || program === "printenv") return others.length === 0;
  if (program === "env") return others.every((word) => word === "-0" || word === "--null");
  if (program === "export" || program === "declare") return /^-(?:p|x|xp|px)$/.test(others.join(" "));
  return program === "cat" && others.some((word) => /^\/proc\/(?:self|\d+|\$\$)\/environ$/.test(word));
}

/** True for commands that print a file of credentials. */
export function printsCredentials(command: Command): boolean {
  const [, ...others] = launchedWords(command).map(({ text }) => text);
  return /^(?:cat|base64|tac|head|gzip|xxd)$/.test(launchedProgram(command)) && others.some(isCredentialFile);
}

export function isCredentialFile(text: string): boolean {
  return CREDENTIAL_FILE.test(text);
}
