import { setScalar } from "../../edit/edit-yaml.ts";
import { dependabotOf } from "../../model/updates/dependabot.ts";
import { asScalar, findValue } from "../../parse/yaml-node.ts";
import { defineRule } from "../../rule.ts";

const KEY = "insecure-external-code-execution";

export const dependabotCodeExecution = defineRule({
  meta: {
    id: "dependabot-code-execution",
    category: "security",
    severity: "high",
    title: "Dependabot may run code of dependencies",
    fixClass: "review",
    docs: {
      what: "An update entry of `dependabot.yml` with `insecure-external-code-execution: allow`.",
      why: "While it looks for updates, Dependabot then runs scripts of the packages it looks at, with the registry credentials of the repository at hand. A malicious release reads them before anybody merged anything. Source: docs.github.com, `insecure-external-code-execution`.",
      notReported:
        "`deny`, which is also the default once registries are configured. Any other value, which GitHub refuses. The same words in another file.",
      fix: "`deny`. Updates of packages whose manifests must be executed to be read (some Bundler, pip and mix projects) can then fail: look at Dependabot's log after merging.",
      example: {
        before: `    ${KEY}: allow\n`,
        after: `    ${KEY}: deny\n`,
      },
    },
  },

  *check({ repository, files }) {
    const config = dependabotOf(repository);
    if (!config || !files.includes(config.file)) return;
    for (const entry of config.entries) {
      const value = asScalar(findValue(entry.node, KEY));
      if (value?.value !== "allow") continue;
      yield {
        message: `Updates of \`${entry.ecosystem.value}\` may run code of the packages they look at, with your registry credentials at hand; set \`${KEY}: deny\`.`,
        path: config.path,
        at: value,
        anchor: `updates.${entry.identity}.${KEY}`,
        fix: () => {
          const edits = setScalar(config.file, value, "deny");
          if (!edits) return { abstain: `The value is written as a block; set \`${KEY}: deny\` by hand.` };
          return {
            edits,
            title: `Forbid Dependabot to run code of ${entry.ecosystem.value} packages`,
            explanation:
              "Packages whose manifest must be executed to be read may no longer be updated: look at Dependabot's log after merging.",
          };
        },
      };
    }
  },
});
