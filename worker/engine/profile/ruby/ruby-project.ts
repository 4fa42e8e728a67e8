import type { ComponentDraft, Proof } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { type Gem, gemfileOf, gemLockOf, gemspecsOf, lockedGems, readGems } from "./gemfile.ts";

/** What is known of a Ruby project before its commands are. */
export interface RubyProject {
  readonly folder: Folder;
  readonly draft: ComponentDraft;
  readonly gems: readonly Gem[];
  /** Version of every locked gem by name. */
  readonly locked: ReadonlyMap<string, string>;
}

export function rubyProject(draft: ComponentDraft): RubyProject {
  return { folder: draft.folder, draft, gems: readGems(draft.folder), locked: lockedGems(draft.folder) };
}

/** Where a gem comes from that the bundle installs, be it through another one; null for what it does not. */
export function bundled({ folder, draft, gems, locked }: RubyProject, ...names: readonly string[]): Proof | null {
  for (const name of names) {
    const named = gems.filter((each) => each.name === name);
    const gem = named.find(({ isOptional }) => !isOptional);
    if (gem) return { path: folder.at(gem.file), line: gem.line, confidence: "high" };
    if (named.length > 0) continue;
    const lock = gemLockOf(folder);
    if (lock !== null && locked.has(name)) return draft.proof(lock, `    ${name} (`, "medium");
  }
  return null;
}

/** A program of the bundle, through the stub in `bin` where the project has one. */
export function program({ folder }: Pick<RubyProject, "folder">, name: string): string {
  if (folder.has(`bin/${name}`)) return `bin/${name}`;
  return gemfileOf(folder) === null ? name : `bundle exec ${name}`;
}

/** A Rails application, not a library for Rails. */
export function isRailsApp({ folder, draft }: RubyProject): boolean {
  const isThere = folder.first("bin/rails", "config/application.rb", "script/rails") !== null;
  return draft.frameworks.includes("rails") && isThere && gemspecsOf(folder).length === 0;
}
