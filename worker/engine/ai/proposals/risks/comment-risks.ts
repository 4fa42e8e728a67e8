import { commentsOf } from "../../../prove/comments.ts";
import type { CiFile } from "../structure/ci-file.ts";

/** Comments that tools obey: those that silence a scanner, and those that steer a builder, an editor or an update tool. */
const OBEYED =
  /ignor|disabl|suppress|skip|allow|nosec|nosemgrep|noqa|nolint|nosonar|zizmor|checkov|trivy|kics|hadolint|shellcheck|poutine|autodevops|renovate|dependabot|yamllint|yaml-language|syntax\s*=|escape\s*=|check\s*=|directive|instruction|assistant|prompt/i;
/** Plain prose: no address, nobody mentioned, no markup. */
const PROSE = /^#[\w\s.,;:()'"/`+%&=?!-]*$/;
const MAX_LENGTH = 160;
const MAX_COMMENTS = 12;

/** Why the comments that a change adds are not only words for people; null where they are. */
export function commentRisk(before: CiFile, after: CiFile): string | null {
  const known = new Map<string, number>();
  for (const comment of commentsIn(before)) known.set(comment, (known.get(comment) ?? 0) + 1);
  const added = commentsIn(after).filter((comment) => {
    const left = known.get(comment) ?? 0;
    known.set(comment, left - 1);
    return left <= 0;
  });
  if (added.length > MAX_COMMENTS) return "It adds more comments than a change needs.";
  if (added.some((comment) => OBEYED.test(comment))) return "It adds a comment that tools obey.";
  const isProse = added.every((each) => each.length <= MAX_LENGTH && PROSE.test(each) && !/:\/\/|www\./.test(each));
  return isProse ? null : "It adds a comment that is not plain prose.";
}

function commentsIn({ kind, text, roots }: CiFile): string[] {
  if (kind !== "dockerfile") return commentsOf(text, roots).map(({ start, end }) => text.slice(start, end).trim());
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("#"));
}
