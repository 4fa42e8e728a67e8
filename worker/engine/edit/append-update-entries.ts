import type { Dependabot } from "../model/updates/dependabot.ts";
import { type EntryStyle, entrySource } from "../model/updates/entry-source.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import type { FixOutcome } from "../rule.ts";
import { endOfContent, insertAt } from "./edit-yaml.ts";

/** A fix that adds update entries for these ecosystems behind the last one, in the file's own style. */
export function appendEntries(config: Dependabot, names: readonly string[]): FixOutcome {
  const { file, updates } = config;
  const last = updates?.items.at(-1);
  if (!updates || updates.flow || !last || updates.aliased || last.kind === "alias") {
    return {
      abstain: `The list of updates is written in a form that cannot be extended safely; add ${names.join(", ")} by hand.`,
    };
  }
  const style = styleOf(config);
  const lines = names
    .map((name) => entrySource(name, style))
    .join("\n")
    .replaceAll("\n", file.newline);
  const end = endOfContent(file, last);
  const line = file.lines.lineAt(end);
  const isLast = line >= file.lines.count;
  const edit = isLast
    ? insertAt(file, file.text.length, file.newline + lines)
    : insertAt(file, file.lines.nextStart(line), lines + file.newline);
  return {
    edits: [edit],
    title: `Let Dependabot update ${names.join(", ")}`,
    explanation: `Adds an entry for ${names.join(", ")}. New releases wait seven days (\`cooldown\`) and come as one pull request; security updates come at once.`,
  };
}

/** As the entries that are there: their indentation, their quotes, their interval. */
function styleOf({ file, updates, entries }: Dependabot): EntryStyle {
  const dash = updates ? updates.start - file.lines.startOf(file.lines.lineAt(updates.start)) : 2;
  return {
    indent: " ".repeat(dash),
    step: "  ",
    quote: quoteOf(entries[0]?.ecosystem),
    interval: entries[0]?.interval ?? "weekly",
  };
}

function quoteOf(node: YamlScalar | undefined): EntryStyle["quote"] {
  if (node?.style === "double") return '"';
  return node?.style === "single" ? "'" : "";
}
