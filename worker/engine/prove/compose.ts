import { type AnalyzeOptions, prepare } from "../analyze.ts";
import { applyToFiles } from "../edit/apply-edits.ts";
import { joinEdits } from "../edit/join-edits.ts";
import type { Edit, Receipt, ReceiptCheck, Remediation } from "../finding.ts";
import type { Snapshot } from "../snapshot.ts";
import { type ProofGround, prove } from "./prove.ts";

export interface Composition {
  /** One set of edits of the snapshot's texts for every included fix; empty when none is. */
  readonly edits: readonly Edit[];
  readonly diff: string;
  /** Over all changed files together; null when nothing is included. */
  readonly receipt: Receipt | null;
  /** Fingerprints of the findings that the edits resolve. */
  readonly resolved: readonly string[];
  /** Fixes that do not go together with the ones before them. */
  readonly left: readonly { readonly fingerprints: readonly string[]; readonly reason: string }[];
}

/** What has been put together so far, as edits of the original texts. */
interface State {
  readonly edits: readonly Edit[];
  /** Fingerprints that the included fixes are about. */
  readonly claims: readonly string[];
  readonly remediation: Remediation | null;
}

/**
 * Puts several proved fixes into one change and proves it as a whole. Edits that meet at one place are drafted anew on the
 * text that the fixes before them leave. A fix that spoils the proof is left out, with the reason.
 */
export function composeRemediations(
  snapshot: Snapshot,
  remediations: readonly Remediation[],
  options: AnalyzeOptions,
): Composition {
  const ground = prepare(snapshot, options);
  const merged = mergeAll(ground, remediations);
  if (merged) return toComposition(merged, []);
  let state: State = { edits: [], claims: [], remediation: null };
  const left: Composition["left"][number][] = [];
  for (const remediation of remediations) {
    if (isResolved(state, remediation)) continue;
    const next = addOne(ground, { state, remediation, options });
    if ("reason" in next) left.push({ fingerprints: remediation.resolves, reason: next.reason });
    else state = next;
  }
  return toComposition(state, left);
}

/** True when the fixes so far resolve its findings already. */
function isResolved({ remediation: done }: State, { resolves }: Remediation): boolean {
  return done !== null && resolves.every((print) => done.resolves.includes(print));
}

/** Recomputes a receipt from the snapshot and the edits alone: the answer to "does this fix still hold?". */
export function verifyEdits(
  snapshot: Snapshot,
  claim: { readonly rule: string; readonly resolves: readonly string[]; readonly edits: readonly Edit[] },
  options: AnalyzeOptions,
): { readonly ok: boolean; readonly checks: readonly ReceiptCheck[]; readonly reason: string | null } {
  const ground = prepare(snapshot, options);
  const resolves = ground.located.filter(({ finding }) => claim.resolves.includes(finding.fingerprint));
  if (resolves.length < claim.resolves.length) {
    return { ok: false, checks: [], reason: "A finding that the fix resolves is not in this commit (any more)." };
  }
  const draft = { edits: claim.edits, title: "", explanation: "" };
  const proof = prove(ground, { rule: claim.rule, fixClass: "review", resolves, draft });
  if (!proof.ok) return { ok: false, checks: proof.checks, reason: proof.reason };
  return { ok: true, checks: proof.remediation.receipt.checks, reason: null };
}

/** The usual case: no two fixes meet, so all edits together are proved at once. */
function mergeAll(ground: ProofGround, remediations: readonly Remediation[]): State | null {
  const edits = remediations.flatMap((remediation) => remediation.edits);
  return edits.length > 0 && areApart(edits)
    ? proveState(
        ground,
        edits,
        remediations.flatMap((remediation) => claimsOf(ground, remediation)),
      ).state
    : null;
}

/**
 * What a fix is about: the findings of its own rule. Others that it happens to end as well may come back beside another fix,
 * as a finding about several jobs alike does while only some of them are changed; the receipt says what is gone in the end.
 */
function claimsOf(ground: ProofGround, { rule, resolves }: Remediation): readonly string[] {
  const own = ground.located.filter(({ finding }) => finding.rule === rule && resolves.includes(finding.fingerprint));
  return own.length > 0 ? own.map(({ finding }) => finding.fingerprint) : resolves;
}

interface Addition {
  readonly state: State;
  readonly remediation: Remediation;
  readonly options: AnalyzeOptions;
}

function addOne(ground: ProofGround, { state, remediation, options }: Addition): State | { reason: string } {
  const claims = [...state.claims, ...claimsOf(ground, remediation)];
  const together = [...state.edits, ...remediation.edits];
  const edits = areApart(together) ? together : redraft(ground, { state, remediation, options });
  if (edits === null) return { reason: "It changes the same place as another fix; apply it after that one is merged." };
  const { state: next, reason } = proveState(ground, edits, claims);
  return next ?? { reason };
}

/** Drafts the fix again on what the fixes so far leave; null when its finding is not there or it abstains. */
function redraft(ground: ProofGround, { state, remediation, options }: Addition): Edit[] | null {
  const texts = textsOf(ground, [...state.edits, ...remediation.edits]);
  const before = applyToFiles(texts, state.edits);
  if (!before) return null;
  const current = new Map([...texts, ...before]);
  const files = [...current].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => ({ path, sha: "", text }));
  const paths = [...new Set([...ground.repository.snapshot.paths, ...current.keys()])].sort();
  const now = prepare({ ...ground.repository.snapshot, files, paths }, options);
  const draft = now.located.find(({ finding }) => remediation.resolves.includes(finding.fingerprint))?.hit.fix?.();
  if (!draft || "abstain" in draft) return null;
  const isOf = (path: string) => (edit: Edit) => edit.path === path;
  return [...new Set([...state.edits, ...draft.edits].map(({ path }) => path))].flatMap((path) =>
    joinEdits(texts.get(path) ?? "", state.edits.filter(isOf(path)), draft.edits.filter(isOf(path))),
  );
}

function textsOf(ground: ProofGround, edits: readonly Edit[]): Map<string, string> {
  const texts = new Map(ground.repository.snapshot.files.map(({ path, text }) => [path, text]));
  for (const { path } of edits) if (!texts.has(path)) texts.set(path, "");
  return texts;
}

function proveState(
  ground: ProofGround,
  edits: readonly Edit[],
  fingerprints: readonly string[],
): { state: State | null; reason: string } {
  const wanted = new Set(fingerprints);
  const resolves = ground.located.filter(({ finding }) => wanted.has(finding.fingerprint));
  if (resolves.length < wanted.size) return { state: null, reason: "Its finding is not in this commit (any more)." };
  const draft = { edits, title: "", explanation: "" };
  const proof = prove(ground, { rule: "", fixClass: "review", resolves, draft });
  if (!proof.ok) return { state: null, reason: proof.reason };
  const { remediation } = proof;
  return { state: { edits: remediation.edits, claims: fingerprints, remediation }, reason: "" };
}

/** True when no two edits overlap or write at the same place. */
function areApart(edits: readonly Edit[]): boolean {
  const sorted = edits.toSorted((a, b) =>
    a.path === b.path ? a.start - b.start || a.end - b.end : a.path < b.path ? -1 : 1,
  );
  return sorted.every((edit, index) => {
    const previous = sorted[index - 1];
    if (!previous || previous.path !== edit.path) return true;
    return edit.start >= previous.end && edit.start !== previous.start;
  });
}

function toComposition({ edits, remediation }: State, left: Composition["left"]): Composition {
  return {
    edits,
    diff: remediation?.diff ?? "",
    receipt: remediation?.receipt ?? null,
    resolved: remediation?.resolves ?? [],
    left,
  };
}
