import { powershellPlaces } from "../../../shell/powershell.ts";
import { abstain, type Rewrite, type Target } from "./rewrite.ts";

/** Replaces expressions in double quotes, and those that are a whole argument, by `$env:` variables. */
export function rewritePowershell(text: string, targets: readonly Target[]): Rewrite {
  if (/\b(?:Invoke-Expression|iex)\b/i.test(text))
    return abstain("`Invoke-Expression` would still run the text as code");
  const places = new Map(powershellPlaces(text).map((place) => [place.span.start, place.quoting]));
  const changes = [];
  for (const { span, variable } of targets) {
    const quoting = places.get(span.start);
    if (quoting === "single")
      return abstain("The text stands inside single quotes, where PowerShell expands no variable");
    if (quoting === "comment" || quoting === undefined) return abstain("The text stands in a comment");
    if (quoting === "unquoted" && !isArgument(text, span))
      return abstain("PowerShell evaluates the text at this place");
    const replaced = quoting === "double" ? `\${env:${variable}}` : `$env:${variable}`;
    changes.push({ start: span.start, end: span.end, text: replaced });
  }
  return changes;
}

/** A word of its own behind a command's name: there PowerShell takes words for texts. */
function isArgument(text: string, span: { readonly start: number; readonly end: number }): boolean {
  const line = text.slice(text.lastIndexOf("\n", span.start - 1) + 1, span.start);
  const follows = text[span.end] ?? "\n";
  return (
    /^\s*[A-Za-z][\w./\\-]*(?:[ \t]+[\w./\\:=-]+)*[ \t]+$/.test(line) &&
    /\s/.test(follows) &&
    !/^\s*(?:if|while|foreach|for|return|throw|switch)\b/i.test(line)
  );
}
