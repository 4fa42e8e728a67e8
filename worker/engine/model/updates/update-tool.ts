import type { RuleContext } from "../../rule.ts";
import { DEPENDABOT_PATHS } from "./dependabot.ts";
import { renovateOf } from "./renovate.ts";

/** Other tools that open update pull requests, by the files that configure them. */
const OTHER_TOOLS =
  /^(?:\.pyup\.yml|\.scala-steward\.conf|\.github\/\.?scala-steward\.conf|\.depfu\.yml|\.dependabot\/config\.yml|\.github\/updatecli|updatecli\/|\.updatecli)/;
const SELF_RUN = /renovatebot\/github-action|\brenovate\b.*--|dependabot\/cli|updatecli\/updatecli-action/;

/** True when any tool that opens update pull requests is configured, whatever it updates. */
export function hasUpdateTool({ repository, steps }: Pick<RuleContext, "repository" | "steps">): boolean {
  return (
    DEPENDABOT_PATHS.some((path) => repository.has(path)) ||
    renovateOf(repository) !== null ||
    repository.snapshot.paths.some((path) => OTHER_TOOLS.test(path)) ||
    steps.some(({ step }) => SELF_RUN.test(step.uses?.raw ?? step.run?.value ?? ""))
  );
}
