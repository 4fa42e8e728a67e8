import * as z from "zod";
import { profileUpsert } from "../../db/profiles.ts";
import type { StackProfile } from "../../engine/profile/stack-profile.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { StackFacts } from "../../engine/template/match-repository.ts";
import type { Ctx } from "../context.ts";

/** D1 takes parameters of 2 MB; a repository with more names is asked about those that fit. */
const MAX_PATHS = 5_000;

const Facts = z.object({
  languages: z.array(z.string()),
  packageManagers: z.array(z.string()),
  frameworks: z.array(z.string()),
  paths: z.array(z.string()),
});

type Seen = { readonly repositoryId: string; readonly snapshot: Snapshot; readonly profile: StackProfile };

/** Remembers what a repository is made of, for questions about all repositories at once. */
export function profileStatement(ctx: Ctx, { repositoryId, snapshot, profile }: Seen) {
  const { components } = profile;
  const facts: StackFacts = {
    languages: distinct(components.flatMap(({ languages }) => languages)),
    packageManagers: distinct(components.flatMap(({ packageManager }) => packageManager?.name ?? [])),
    frameworks: distinct(components.flatMap(({ frameworks }) => frameworks)),
    paths: snapshot.paths.slice(0, MAX_PATHS),
  };
  return profileUpsert(ctx.data, {
    repositoryId,
    commitSha: snapshot.commit,
    facts: JSON.stringify(facts),
    updatedAt: ctx.clock.now(),
  });
}

export function readProfileFacts(column: string): StackFacts {
  return Facts.parse(JSON.parse(column));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
