import { EventEmitter } from "node:events";
import type { UserRecord } from "./records.ts";
import type { Repo } from "./repositories.ts";

export const ZERO_SHA = "0".repeat(40);

/** `before` is 40 zeros for a new reference, `after` for a deleted one. */
export type RefChange = { ref: string; before: string; after: string };

export type RefsChanged = {
  repo: Repo;
  changes: RefChange[];
  /** Who wrote; null when the change was found on disk. */
  user: UserRecord | null;
};

export type RepositoryChanged = {
  repo: Repo;
  action: "created" | "renamed" | "transferred" | "archived" | "deleted";
  /** `owner/name` before the change. */
  previousName: string;
};

type LocalEventMap = { refsChanged: [RefsChanged]; repositoryChanged: [RepositoryChanged] };

/** Told of every change this server makes or sees; webhooks and pull requests listen. */
export type LocalEvents = EventEmitter<LocalEventMap>;

export function createEvents(): LocalEvents {
  return new EventEmitter<LocalEventMap>();
}
