/** True for rules whose repair the model may propose and the gate can judge. Where a finding has a proved fix, that one is better. */
export function assistable(_rule: string): boolean {
  return false;
}
