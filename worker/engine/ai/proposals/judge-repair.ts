import { applyToFiles } from "../../edit/apply-edits.ts";
import type { Edit } from "../../finding.ts";
import type { ProofGround } from "../../prove/prove.ts";
import type { Located } from "../../run-rules.ts";
import { type ComparedFiles, changeRisk, compareFiles, textualRisks } from "./new-risks.ts";
import { zoneOfWay, zonesOf } from "./patch/zones.ts";
import type { Repair, Scene } from "./repairs/repair.ts";
import type { Risk } from "./risk.ts";
import type { Change } from "./structure/tree-diff.ts";
import { matchesWay, placeName } from "./structure/ways.ts";

interface Judged {
  readonly located: Located;
  readonly edits: readonly Edit[];
  readonly repair: Repair;
}

/** What of the edits the repair of the finding does not need, or what they bring in beside it. Empty: nothing. */
export function judgeRepair(ground: ProofGround, { located, edits, repair }: Judged): Risk[] {
  const { path } = located.finding;
  const before = ground.repository.file(path)?.text ?? "";
  const text = applyToFiles(new Map([[path, before]]), edits)?.get(path);
  if (text === undefined || text.trim() === "") return [risk(path, "It leaves nothing of the file.")];
  const after = ground.repository.patched(new Map([[path, text]]));
  const compared = compareFiles(ground.repository, after, path);
  if (repair.judgeText) {
    return repair.judgeText(before, text, located.finding.range.line)
      ? []
      : [risk(path, "It changes words of the file, not only how they are written.")];
  }
  if ("kind" in compared) return [compared];
  const scene: Scene = {
    ...compared,
    repository: ground.repository,
    facts: ground.facts,
    named: namesOf(before, located),
  };
  const zones = zonesOf(ground.repository, compared.before, located);
  const isNeeded = (change: Change) =>
    repair.slots.some(
      ({ way, allow, isAnywhere }) =>
        matchesWay(way, change.way) &&
        (isAnywhere === true || zones === null || zones.has(zoneOfWay(change.way))) &&
        allow(change, scene),
    );
  const unneeded = compared.changes.filter((change) => !isNeeded(change)).map((change) => nameOf(compared, change));
  const permitted = new Set(repair.permits);
  return [...unneeded, ...textualRisks(compared).filter(({ kind }) => !permitted.has(kind))];
}

/** What the change is; a harmless one that no repair asks for is not asked for either. */
function nameOf(compared: ComparedFiles, change: Change): Risk {
  const own = changeRisk(compared, change);
  return (
    own ?? {
      ...risk(compared.after.path, "It changes something that the repair does not need."),
      place: placeName(change.way),
    }
  );
}

/** What stands at the places of the finding. */
function namesOf(text: string, { finding, hit }: Located): string[] {
  const places = [{ path: hit.path, at: hit.at }, ...(hit.related ?? [])].filter(({ path }) => path === finding.path);
  return places.map(({ at }) => text.slice(at.start, at.end).trim());
}

function risk(path: string, message: string): Risk {
  return { kind: "unneeded", path, place: "", message };
}
