import { memo } from "../memo.ts";
import type { Action, Workflow } from "../model/workflow.ts";
import type { Hit, RuleContext } from "../rule.ts";
import { remoteUses, type UsePlace } from "./use-places.ts";

/** All uses of one remote action or workflow at one ref in one document. */
export interface RemoteGroup {
  readonly document: Workflow | Action;
  /** `owner/repo`, lower case. */
  readonly action: string;
  readonly ref: string;
  readonly places: readonly UsePlace[];
  /** Where a finding on all of them is: the first, with the others as further places. */
  readonly where: Pick<Hit, "path" | "at" | "anchor" | "related">;
}

/** Every group of the documents to check, in file order. */
export function remoteGroups({ workflows, actions }: RuleContext): RemoteGroup[] {
  return [...workflows, ...actions].flatMap(groupsOf);
}

const groupsOf = memo((document: Workflow | Action): readonly RemoteGroup[] => {
  if (!document.file.text.includes("uses")) return [];
  return [...remoteUses(document).values()].flatMap((places) => toGroup(document, places) ?? []);
});

function toGroup(document: Workflow | Action, places: readonly UsePlace[]): RemoteGroup | null {
  const [first, ...others] = places;
  if (!first || first.uses.ref === null) return null;
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const related = others.map(({ uses }) => ({ path: document.path, at: uses.node }));
  const where = { path: document.path, at: first.uses.node, anchor: `${action} ${first.anchor}`, related };
  return { document, action, ref: first.uses.ref, places, where };
}
