/** The platforms' own validators, as far as npm has them: what they refuse in a configuration, as `line: message`. */
import { registerHooks } from "node:module";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";
import { circleciSchemaProblems } from "../../worker/engine/schema/circleci-schema.ts";
import { gitlabSchema } from "../engine/pipeline/gitlab-schema.ts";

/** Severity of the language server protocol: 1 is an error; the package leaves it out for errors of the schema. */
const ERROR = 1;

/** GitHub's language service for workflows. */
async function githubValidator(): Promise<(text: string) => Promise<string[]>> {
  // It imports its data without saying that it is JSON, which bundlers allow and Node does not.
  const asJson = <T extends object>(name: string, context: T): T =>
    name.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier, asJson(specifier, context)),
    load: (url, context, next) => next(url, asJson(url, context)),
  });
  const { validate } = await import("@actions/languageservice");
  let count = 0;
  return async (text) => {
    // It remembers documents by their address.
    count += 1;
    const document = TextDocument.create(`file:///${count}/.github/workflows/ci.yml`, "yaml", 1, text);
    const problems = await validate(document);
    return problems
      .filter(({ severity }) => severity === undefined || severity === ERROR)
      .map(({ message, range }) => `${range.start.line + 1}: ${message}`);
  };
}

export type Validators = Readonly<Record<"github" | "gitlab" | "circleci", (text: string) => Promise<string[]>>>;

/** GitHub's language service, GitLab's own schema, and for CircleCI, which publishes none on npm, ours of its documentation. */
export async function officialValidators(): Promise<Validators> {
  const gitlab = gitlabSchema();
  return {
    github: await githubValidator(),
    gitlab: async (text) => {
      gitlab(parse(text, { merge: true }));
      return (gitlab.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
    },
    circleci: async (text) =>
      circleciSchemaProblems(parse(text, { merge: true })).map(({ path, message }) => `${path.join(".")}: ${message}`),
  };
}
