import { KNOWN_PUBLISHERS } from "../../../data/publishers.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Uses } from "../../../model/uses.ts";
import { findEntry, type Step } from "../../../model/workflow.ts";

interface LocalUse {
  readonly uses: Uses;
  /** The steps in front of it. */
  readonly before: readonly Step[];
}

/** True where earlier steps may have put other files into the folder than the repository has at the commit. */
export function bringsOtherFiles(repository: RepositoryModel, { uses, before }: LocalUse): boolean {
  if (before.some(isOtherCheckout)) return true;
  const prefix = uses.path === "" ? "" : `${uses.path}/`;
  const names = ["action.yml", "action.yaml"].map((name) => prefix + name);
  const action = repository.actions.find(({ path }) => names.includes(path));
  if (action) return action.using?.value !== "composite" && before.some(({ run }) => run !== null);
  return before.some((step) => step.run !== null || isStranger(step));
}

/** A checkout of another repository, or of a repository beside the workspace's root. */
function isOtherCheckout({ uses, with: given }: Step): boolean {
  return uses?.name === "actions/checkout" && ["repository", "path"].some((name) => findEntry(given, name));
}

/** An action that may fetch folders into the workspace, as some organizations' own do. */
function isStranger({ uses }: Step): boolean {
  return uses?.kind === "action" && !KNOWN_PUBLISHERS.has(uses.owner);
}
