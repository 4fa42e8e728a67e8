import { spanInFile } from "../../expressions/expression-places.ts";
import { secretReferencesOf } from "../../expressions/secret-references.ts";
import { groupBy } from "../../group-by.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { type DecodedUse, decodedUses } from "./unredacted-secret/decoded-uses.ts";

export const unredactedSecret = defineRule({
  meta: {
    id: "unredacted-secret",
    category: "security",
    severity: "medium",
    title: "A field of a JSON secret is not masked in logs",
    fixClass: "none",
    docs: {
      what: "`fromJSON(secrets.NAME).field`, or `fromJSON(secrets.NAME)` written out again: the value that comes out is another text than the secret. One finding per secret and file.",
      why: "The runner masks the exact text of a secret in logs. A field of a structured secret is a part of it, and so is printed in full by any command that echoes it, and by the runner itself where it lists a step's inputs. GitHub advises against structured secrets for this reason: [security for Actions](https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information), read 2026-11-21.",
      notReported:
        "A field that only decides something (`fromJSON(secrets.X).kind == 'a'`, `contains(…)`): its text goes nowhere. `fromJSON` of other contexts. A secret of which a step of the job masks fields with `::add-mask::`, in that step and behind it. A secret handed on whole.",
      fix: 'Store each field as a secret of its own. Where that cannot be, mask the field in the job\'s first step: `echo "::add-mask::$FIELD"`.',
      example: {
        before: "password: ${{ fromJSON(secrets.DATABASE).password }}\n",
        after: "password: ${{ secrets.DATABASE_PASSWORD }}\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (/fromjson/i.test(document.file.text) && secretReferencesOf(document).length > 0) yield* checkOne(document);
    }
  },
});

function* checkOne(document: Workflow | Action): Generator<Hit> {
  const byName = groupBy(decodedUses(document), ({ name }) => name);
  for (const [name, [first, ...others]] of byName) {
    if (!first) continue;
    const spanOf = ({ place, start, end }: DecodedUse) => spanInFile(place, start, end);
    yield {
      message: `Logs do not mask what is taken out of the JSON in secret \`${name}\`; store the fields as secrets of their own.`,
      path: document.path,
      at: spanOf(first),
      anchor: `secrets.${name}`,
      related: others.map((one) => ({ path: document.path, at: spanOf(one) })),
    };
  }
}
