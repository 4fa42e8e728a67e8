import { spanInFile } from "../../expressions/expression-places.ts";
import { readsUnnamedSecrets, type SecretReference, secretReferencesOf } from "../../expressions/secret-references.ts";
import { groupBy } from "../../group-by.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const allSecretsExposed = defineRule({
  meta: {
    id: "all-secrets-exposed",
    category: "security",
    severity: "medium",
    title: "A job is handed every secret of the repository",
    fixClass: "none",
    docs: {
      what: "An expression that serialises the whole `secrets` context (`toJSON(secrets)`), or reads a secret under a name that is computed (`secrets[matrix.key]`, `secrets[format('{0}_TOKEN', inputs.target)]`). One finding per job.",
      why: "GitHub sends a job only the secrets that its expressions name. Where the name is not known before the run, the runner gets every secret of the repository and organization, and every action and dependency of the job can read them. See [CodeQL: excessive secrets exposure](https://codeql.github.com/codeql-query-help/actions/actions-excessive-secrets-exposure/) and [using secrets](https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets), read 2026-11-21.",
      notReported:
        "`secrets.NAME` and `secrets['NAME']`. `toJSON` of one secret. `secrets: inherit`, which another rule reports. Other contexts (`toJSON(github)`, `vars[…]`). Names computed for something else inside the brackets of another context.",
      fix: "Name each secret that the job uses. Where a matrix picks one, pass them by name: `${{ matrix.env == 'prod' && secrets.PROD_KEY || secrets.TEST_KEY }}`, or give each environment a secret of the same name and set the job's `environment`.",
      example: {
        before: "env:\n  KEY: ${{ secrets[format('{0}_KEY', matrix.env)] }}\n",
        after: "environment: ${{ matrix.env }}\nenv:\n  KEY: ${{ secrets.KEY }}\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const unnamed = secretReferencesOf(workflow).filter(readsUnnamedSecrets);
      const byJob = groupBy(unnamed, ({ place }) => place.job?.id ?? null);
      for (const [job, found] of byJob) yield* toHit(workflow, job, found);
    }
  },
});

function* toHit(workflow: Workflow, job: string | null, found: readonly SecretReference[]): Generator<Hit> {
  const [first, ...others] = found;
  if (!first) return;
  const spanOf = ({ place, reference }: SecretReference) => spanInFile(place, reference.start, reference.end);
  const isComputed = first.reference.segments.length > 1;
  const who = job === null ? "every job" : `job \`${job}\``;
  yield {
    message: isComputed
      ? `The name of this secret is computed, so ${who} is handed every secret; name the ones that are used.`
      : `The whole \`secrets\` context is serialised, so ${who} is handed every secret; name the ones that are used.`,
    path: workflow.path,
    at: spanOf(first),
    anchor: job === null ? "workflow" : `jobs.${job}`,
    related: others.map((one) => ({ path: workflow.path, at: spanOf(one) })),
  };
}
