import type { RepositoryModel } from "../../model/repository.ts";
import type { Risk } from "./risk.ts";
import { commentRisk } from "./risks/comment-risks.ts";
import { valueRisks } from "./risks/value-risks.ts";
import { newTricks } from "./risks/yaml-tricks.ts";
import { ACTION_SLOTS, WORKFLOW_SLOTS } from "./slots/github-slots.ts";
import { CIRCLECI_SLOTS, DEPENDABOT_SLOTS, DOCKER_SLOTS, GITLAB_SLOTS } from "./slots/other-slots.ts";
import type { SlotTable } from "./slots/slot.ts";
import { type CiFile, readCiFile } from "./structure/ci-file.ts";
import type { FileKind } from "./structure/normal-form.ts";
import { type Change, diffTrees } from "./structure/tree-diff.ts";
import { matchesWay, placeName } from "./structure/ways.ts";

const SLOTS: Readonly<Record<FileKind, SlotTable>> = {
  workflow: WORKFLOW_SLOTS,
  action: ACTION_SLOTS,
  gitlab: GITLAB_SLOTS,
  circleci: CIRCLECI_SLOTS,
  dependabot: DEPENDABOT_SLOTS,
  dockerfile: DOCKER_SLOTS,
};

/**
 * Everything that files of `after` bring in over the same files of `before`: rights, triggers, secrets, hosts, code of
 * others, fewer checks. Whatever is not known to be harmless counts. Empty: nothing does.
 */
export function newRisks(before: RepositoryModel, after: RepositoryModel, paths: readonly string[]): Risk[] {
  return paths.flatMap((path) => {
    const compared = compareFiles(before, after, path);
    if ("kind" in compared) return [compared];
    return [...compared.changes.flatMap((change) => changeRisk(compared, change) ?? []), ...textualRisks(compared)];
  });
}

/** Two versions of a file, and what differs in their structure. */
export interface ComparedFiles {
  readonly before: CiFile;
  readonly after: CiFile;
  readonly changes: readonly Change[];
}

/** Compares a file of two repositories; a risk where they cannot be compared. */
export function compareFiles(before: RepositoryModel, after: RepositoryModel, path: string): ComparedFiles | Risk {
  const [old, now] = [readCiFile(before, path), readCiFile(after, path)];
  if (!old || !now) {
    return { kind: "unneeded", path, place: "", message: "It changes a file that is no configuration, or makes one." };
  }
  if (old.tree === null || now.tree === null) {
    return {
      kind: "unreadable",
      path,
      place: "",
      message: "The file cannot be read, so nothing of it can be compared.",
    };
  }
  return { before: old, after: now, changes: diffTrees(old.tree, now.tree) };
}

/** What a change of the structure is, unless it is known to be harmless. */
export function changeRisk({ after }: ComparedFiles, change: Change): Risk | null {
  const slot = SLOTS[after.kind].find(({ way }) => matchesWay(way, change.way));
  if (slot?.isHarmless?.(change)) return null;
  const { kind, message } = slot ?? { kind: "unneeded" as const, message: "It changes something else than needed." };
  return { kind, path: after.path, place: placeName(change.way), message };
}

/** What does not depend on the place: comments, tricks of the language, and what the values bring in. */
export function textualRisks({ before, after }: ComparedFiles): Risk[] {
  const base = { path: after.path, place: "" };
  const tricks = newTricks(before, after).map((name): Risk => {
    return { ...base, kind: "yaml_trick", message: `It adds ${name}, which hides what the file says.` };
  });
  const comment = commentRisk(before, after);
  const values = valueRisks(before, after).map((found): Risk => ({ ...base, ...found }));
  return [...tricks, ...(comment === null ? [] : [{ ...base, kind: "comment" as const, message: comment }]), ...values];
}
