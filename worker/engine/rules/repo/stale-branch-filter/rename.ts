import { replaceSpan, setScalar } from "../../../edit/edit-yaml.ts";
import type { Edit } from "../../../finding.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Workflow } from "../../../model/workflow.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { BranchTest } from "./branch-tests.ts";

const BRANCH = /^[\w./-]+$/;

export function renameEntry({ snapshot }: RepositoryModel, workflow: Workflow, entry: YamlScalar): FixOutcome {
  return rename(snapshot.defaultBranch, (branch) => setScalar(workflow.file, entry, branch));
}

export function renameTest({ snapshot }: RepositoryModel, { file }: Workflow, test: BranchTest): FixOutcome {
  return rename(snapshot.defaultBranch, (branch) =>
    file.slice(test.at) === test.branch ? [replaceSpan(file, test.at, branch)] : null,
  );
}

function rename(branch: string | null, editsFor: (branch: string) => Edit[] | null): FixOutcome {
  if (branch === null)
    return { abstain: "The default branch is not known; write the name of the branch that was meant." };
  const edits = BRANCH.test(branch) ? editsFor(branch) : null;
  if (!edits)
    return { abstain: `The name is written in a form that cannot be edited safely; write \`${branch}\` by hand.` };
  return {
    edits,
    title: `Name the branch \`${branch}\``,
    explanation: `The branch that is named does not exist; \`${branch}\` is the default branch. What never ran starts to run with this: look whether it still should.`,
  };
}
