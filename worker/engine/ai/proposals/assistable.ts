import { repairOf } from "./repairs/repairs.ts";

/**
 * True for rules whose repair a model may propose and the gate can judge. Where a finding has a proved fix, that one is
 * better. False where only a person knows what is right: commits, checksums, versions, names of secrets and environments,
 * settings outside of the file, a new design.
 */
export function assistable(rule: string): boolean {
  return repairOf(rule) !== null;
}
