import { entrySource } from "../model/updates/entry-source.ts";
import type { FixOutcome } from "../rule.ts";

export const NEW_DEPENDABOT_FILE = ".github/dependabot.yml";

/** A fix that writes a Dependabot configuration with an entry for each of these ecosystems, where there is none. */
export function newDependabotFile(ecosystems: readonly string[]): FixOutcome {
  const style = { indent: "  ", step: "  ", quote: "", interval: "weekly" } as const;
  const entries = ecosystems.map((name) => entrySource(name, style));
  const text = ["version: 2", "updates:", ...entries, ""].join("\n");
  return {
    edits: [{ path: NEW_DEPENDABOT_FILE, start: 0, end: 0, text }],
    title: "Keep dependencies up to date with Dependabot",
    explanation: `Adds \`${NEW_DEPENDABOT_FILE}\` with one weekly, grouped entry for each of ${ecosystems.join(", ")}. New releases wait seven days (\`cooldown\`), security updates do not.`,
  };
}
