import type { Component } from "../../profile/stack-profile.ts";
import { kebab } from "./component-paths.ts";

/**
 * What each component's job ids begin with: null for the only one that has checks of its own, else the last part of its folder
 * (the ecosystem for the root), and more of it where two would be the same.
 */
export function idPrefixes(
  components: readonly Component[],
  checked: readonly Component[],
): ReadonlyMap<Component, string | null> {
  const only = checked.length === 1 ? checked[0] : undefined;
  const taken = new Set<string>();
  return new Map(
    components.map((component) => {
      if (component === only) return [component, null];
      const prefix = candidates(component, components).find((name) => !taken.has(name)) ?? `part-${taken.size + 1}`;
      taken.add(prefix);
      return [component, prefix];
    }),
  );
}

function candidates(component: Component, all: readonly Component[]): string[] {
  const { path, ecosystem, language } = component;
  const short = shortName(component);
  const isShared = all.some((other) => other !== component && shortName(other) === short);
  const names = [
    ...(isShared ? [] : [short]),
    kebab(path),
    `${kebab(path)}-${ecosystem}`,
    `${short}-${ecosystem}`,
    `${short}-${language}`,
  ];
  return names.map(legal).filter((name) => name !== "");
}

function shortName({ path, ecosystem }: Component): string {
  return kebab(path.slice(path.lastIndexOf("/") + 1)) || ecosystem;
}

/** Ids begin with a letter. */
function legal(name: string): string {
  const trimmed = name.replaceAll(/^-+|-+$/g, "");
  return /^[a-z]/.test(trimmed) || trimmed === "" ? trimmed : `part-${trimmed}`;
}
