import type { Component, StackProfile } from "../../profile/stack-profile.ts";
import type { PlanContext } from "./component-plan.ts";

/** The components to generate for, the main one first; a folder that is none becomes a note. */
export function chosenComponents({ options, note }: PlanContext, { components }: StackProfile): readonly Component[] {
  if (options.components === null) return components;
  const wanted = options.components.map(trimmed);
  for (const path of wanted.filter((each) => !components.some((component) => component.path === each))) {
    const known = components.map((component) => `\`${component.path}\``).join(", ");
    note("left_out", `No component in \`${path.slice(0, 120)}\`${known === "" ? "" : `; there are ${known}`}.`);
  }
  return components.filter(({ path }) => wanted.includes(path));
}

function trimmed(path: string): string {
  return path.replace(/^\.\/(?=.)/, "").replace(/(?<=.)\/$/, "") || ".";
}
