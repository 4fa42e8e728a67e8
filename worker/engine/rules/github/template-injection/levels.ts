/** How bad a text is, worst first. `merged`: a stranger's, once a member has let it in; `called`: a stranger's, if the caller's event lets one. */
const LEVELS = ["attacker", "merged", "called", "caller", "unknown", "fixed"] as const;
export type Level = (typeof LEVELS)[number];

export interface Taint {
  readonly level: Level;
  /** Whose text it is, for a message; empty where nobody in particular decides. */
  readonly what: string;
  /** True where the text may hold line breaks. */
  readonly mayHoldLines: boolean;
}

export const FIXED: Taint = { level: "fixed", what: "", mayHoldLines: false };
export const UNKNOWN: Taint = { ...FIXED, level: "unknown" };

/** Worst first. */
export function byLevel(a: { readonly taint: Taint }, b: { readonly taint: Taint }): number {
  return LEVELS.indexOf(a.taint.level) - LEVELS.indexOf(b.taint.level);
}

/** The worst of all; `otherwise` where there is none. */
export function worst(taints: readonly Taint[], otherwise: Taint): Taint {
  return taints.reduce((a, b) => (LEVELS.indexOf(b.level) < LEVELS.indexOf(a.level) ? b : a), otherwise);
}
