import type { Component, StackProfile } from "../../profile/stack-profile.ts";
import type { PlanContext } from "./component-plan.ts";

/** More jobs than this nobody reads. */
const MOST_COMPONENTS = 25;

/** The components to generate for, the main one first; a folder that is none becomes a note. */
export function chosenComponents({ options, note }: PlanContext, { components }: StackProfile): readonly Component[] {
  if (options.components === null) return mainOnes(components, note);
  const wanted = options.components.map(trimmed);
  for (const path of wanted.filter((each) => !components.some((component) => component.path === each))) {
    const known = components.map((component) => `\`${component.path}\``).join(", ");
    note("left_out", `No component in \`${path.slice(0, 120)}\`${known === "" ? "" : `; there are ${known}`}.`);
  }
  return components.filter(({ path }) => wanted.includes(path));
}

function mainOnes(components: readonly Component[], note: PlanContext["note"]): readonly Component[] {
  if (components.length > MOST_COMPONENTS) {
    note(
      "left_out",
      `The pipeline covers the ${MOST_COMPONENTS} main ones of ${components.length} components: choose folders to generate for the others, or let one tool run the tasks of all from the root.`,
    );
  }
  return components.slice(0, MOST_COMPONENTS);
}

function trimmed(path: string): string {
  return path.replace(/^\.\/(?=.)/, "").replace(/(?<=.)\/$/, "") || ".";
}
