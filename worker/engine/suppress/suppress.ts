import type { RepositoryModel } from "../model/repository.ts";
import type { Span } from "../parse/line-index.ts";
import type { Hit } from "../rule.ts";
import { foreignSettings } from "./foreign-settings.ts";
import { suppressionsOf } from "./suppressions.ts";

interface Place {
  readonly path: string;
  readonly at: Span;
}

const PARTLY_IGNORED =
  "Some places of this finding are ignored by a comment, so the others have to be changed by hand; remove the comment to have all of them fixed.";

/** The hit without the places that a comment or a setting ignores, or why none is left. */
export function suppress(repository: RepositoryModel, rule: string, hit: Hit): Hit | { readonly reason: string } {
  const places = [{ path: hit.path, at: hit.at }, ...(hit.related ?? [])];
  const reasons = places.map((place) => reasonAt(repository, rule, place));
  const [first, ...rest] = places.filter((_, index) => reasons[index] === null);
  if (first === undefined) return { reason: reasons[0] ?? "" };
  if (rest.length + 1 === places.length) return hit;
  const { fix, ...open } = { ...hit, ...first, related: rest };
  return fix ? { ...open, fix: () => ({ abstain: PARTLY_IGNORED }) } : open;
}

/** Why a rule is silent at a place; empty when nobody said; null when it is not. */
function reasonAt(repository: RepositoryModel, rule: string, { path, at }: Place): string | null {
  const file = repository.file(path);
  if (!file) return null;
  const inline = suppressionsOf(file);
  const settings = foreignSettings(repository);
  if (inline.length === 0 && settings.length === 0) return null;
  const line = file.lines.lineAt(at.start);
  const comment = inline.find(({ rules, lines }) => rules.includes(rule) && lines.first <= line && line <= lines.last);
  if (comment) return comment.reason;
  const setting = settings.find(
    (candidate) =>
      candidate.rules.includes(rule) &&
      (candidate.path?.test(path) ?? true) &&
      (candidate.line === null || candidate.line === line),
  );
  return setting ? `switched off in ${setting.source}` : null;
}
