import { readsUnnamedSecrets, secretReferencesOf } from "../../expressions/secret-references.ts";
import type { StoredNames } from "../../lookups/answers.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { settingsPlace } from "../../model/settings-place.ts";
import { asScalar } from "../../parse/yaml-node.ts";
import { defineRule } from "../../rule.ts";

/** Read by the runner itself. */
const OF_THE_RUNNER: ReadonlySet<string> = new Set(["ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG"]);
const MAX_SHOWN = 10;

export const unusedSecret = defineRule({
  meta: {
    id: "unused-secret",
    category: "security",
    severity: "low",
    title: "A stored secret that no pipeline reads",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A secret of the repository or of one of its environments whose name stands in no workflow and no action of the repository. One finding for all of them.",
      why: "A credential that nobody uses is one that nobody rotates or misses, and every workflow of every branch can still read it. Source: [secure use, rotating secrets](https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information), read 2026-11-21.",
      notReported:
        "Secrets of the organization, which other repositories may read. Names that stand anywhere in a workflow or action, in a comment too. Nothing at all is said where a workflow hands every secret on (`secrets: inherit` to another repository, `toJSON(secrets)`, a computed name) or cannot be read. Secrets of Dependabot and Codespaces, which are kept apart. The runner's debug switches.",
      fix: "Revoke the credential at its issuer, then delete the secret. Make sure that no other branch's workflow reads it.",
      example: { before: "secrets: [DEPLOY_KEY, OLD_KEY]\n", after: "secrets: [DEPLOY_KEY]\n" },
    },
  },

  *check({ repository, lookups }) {
    const place = settingsPlace(repository);
    if (!place) return;
    const stored = lookups.storedNames();
    if (stored === "unknown" || !isReadable(repository)) return;
    const unused = unusedNames(repository, stored);
    if (unused.length === 0) return;
    const shown = unused.slice(0, MAX_SHOWN).map((name) => `\`${name}\``);
    const more = unused.length > MAX_SHOWN ? ` and ${unused.length - MAX_SHOWN} more` : "";
    yield {
      ...place,
      message: `No workflow reads ${unused.length === 1 ? "the secret" : "the secrets"} ${shown.join(", ")}${more}; revoke and delete what is not needed.`,
    };
  },
});

/** False where some reader may take secrets that are named nowhere. */
function isReadable({ workflows, broken }: RepositoryModel): boolean {
  if (broken.some(({ path }) => path.startsWith(".github/workflows/"))) return false;
  return workflows.every((workflow) => {
    const handsOn = workflow.jobs.some(
      ({ secrets, uses }) => uses?.kind !== "local" && asScalar(secrets)?.value === "inherit",
    );
    return !handsOn && !secretReferencesOf(workflow).some(readsUnnamedSecrets);
  });
}

function unusedNames({ workflows, actions }: RepositoryModel, stored: StoredNames): string[] {
  const texts = [...workflows, ...actions].map(({ file }) => file.text.toUpperCase());
  const shared = new Set((stored.organizationSecrets ?? []).map((name) => name.toUpperCase()));
  const own = [...stored.secrets, ...Object.values(stored.environments).flatMap(({ secrets }) => secrets)];
  const names = [...new Set(own)].sort();
  return names.filter((name) => {
    const upper = name.toUpperCase();
    return !shared.has(upper) && !OF_THE_RUNNER.has(upper) && !texts.some((text) => holdsName(text, upper));
  });
}

/** True when the name stands in the text as a word of its own. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? "") && !/\w/.test(text[at + name.length] ?? "")) return true;
  }
  return false;
}
