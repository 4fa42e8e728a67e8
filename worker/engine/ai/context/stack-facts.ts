import type { Component, StackProfile } from "../../profile/stack-profile.ts";

const MAX_COMPONENTS = 3;
/** Names from our own tables look like this; anything else is not ours to say. */
const OWN_NAME = /^[a-z][a-z0-9+#.-]{0,29}$/;

/** What the stack is, in our own words: languages and package managers, no names and no versions. */
export function stackFacts({ components }: StackProfile): string[] {
  const root = components.filter(({ path }) => path === ".");
  const told = (root.length > 0 ? root : components).slice(0, MAX_COMPONENTS);
  return [...new Set(told.flatMap(factsOf))];
}

function factsOf({ language, packageManager }: Component): string[] {
  const facts = OWN_NAME.test(language) ? [`The main language is ${language}.`] : [];
  if (!packageManager || !OWN_NAME.test(packageManager.name)) return facts;
  const { name, lockfile } = packageManager;
  return [
    ...facts,
    `Packages are managed with ${name}; ${lockfile === null ? "no lockfile is" : "a lockfile is"} committed.`,
  ];
}
