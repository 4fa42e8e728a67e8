import { defineRule } from "../../rule.ts";
import { type Suppression, suppressionsOf } from "../../suppress/suppressions.ts";

export const unexplainedSuppression = defineRule({
  meta: {
    id: "unexplained-suppression",
    category: "quality",
    severity: "low",
    title: "A finding is ignored without a reason",
    fixClass: "none",
    docs: {
      what: "An ignore comment, ours (`# autodevops: ignore[rule-id]`) or zizmor's (`# zizmor: ignore[audit]`), with nothing said behind it, or one that names no rule.",
      why: "Whoever reads the file next cannot tell a considered exception from a silenced alarm, and nobody knows when the reason is gone. A comment that names no rule silences nothing, although it looks as if it did.",
      notReported:
        "Comments with any words behind the bracket, which are the reason. `# actionlint ignore=…`, whose form has no place for one. Settings files of other linters. Findings set aside in the app carry reason, owner and expiry there.",
      fix: "Say why behind the bracket, or remove the comment and repair what it hides.",
      example: {
        before: "      - uses: actions/checkout@v5 # autodevops: ignore[unpinned-action]\n",
        after:
          "      - uses: actions/checkout@v5 # autodevops: ignore[unpinned-action] the image mirrors this tag, see ADR 12\n",
      },
    },
  },

  *check(context) {
    for (const file of context.files) {
      for (const suppression of suppressionsOf(file)) {
        const message = complaint(suppression);
        if (message === null) continue;
        const { source, rules, at } = suppression;
        yield { message, path: file.path, at, anchor: `suppression.${source}.${rules.join(",")}` };
      }
    }
  },
});

function complaint({ source, rules, reason }: Suppression): string | null {
  if (source === "actionlint") return null;
  const named = rules.filter((rule) => rule !== "");
  if (named.length === 0 && source === "autodevops")
    return "This comment names no rule, so it ignores nothing; write the rule's id into the brackets.";
  if (reason !== "") return null;
  const what = named.length > 0 ? `\`${named.join("`, `")}\`` : "a finding";
  return `This comment ignores ${what} and does not say why; put the reason behind the bracket.`;
}
