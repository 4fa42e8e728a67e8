import { createHash } from "node:crypto";
import type { RefsChanged } from "./events.ts";
import { refreshView } from "./git/refresh.ts";
import type { View } from "./git/view.ts";
import { notFound } from "./github/errors.ts";
import type { RepoRecord, UserRecord } from "./records.ts";

/** One repository: what the store knows and where git reads it. */
export type Repo = { record: RepoRecord; view: View };

export type Repositories = {
  list(): Repo[];
  /** By current or earlier name, in any case. */
  find(owner: string, name: string): Repo | undefined;
  byId(id: number): Repo | undefined;
  isCurrentName(repo: Repo, owner: string, name: string): boolean;
  add(repo: Repo): void;
  remove(repo: Repo): void;
  /** Takes in what changed on disk and tells the listeners. Throws 404 when the folder is gone. */
  refresh(repo: Repo): Promise<void>;
  /** Tells the listeners what a request wrote. */
  wrote(changed: Omit<RefsChanged, "user"> & { user: UserRecord | null }): void;
};

const HEADS = "refs/heads/";
const ID_BITS = 0x7fffffff;

/** Stable across starts and machines: the first 31 bits of a hash of the text. Never 0. */
export function stableId(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) & ID_BITS || 1;
}

export function fullName({ record }: Repo): string {
  return `${record.owner}/${record.name}`;
}

/** The recorded branch while it is there, else the usual names, else the one checked out, else any. */
function defaultBranch({ record, view }: Repo): string {
  const names = [...view.refs.keys()].filter((ref) => ref.startsWith(HEADS)).map((ref) => ref.slice(HEADS.length));
  const wanted = [record.defaultBranch, "main", "master", view.head];
  return wanted.find((name) => name !== null && names.includes(name)) ?? names[0] ?? record.defaultBranch;
}

/** `onRefs` is told of every change of references. */
export function createRepositories(hooks: { onRefs: (changed: RefsChanged) => void; now: () => number }): Repositories {
  const open = new Map<number, Repo>();
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const list = () => [...open.values()];

  function find(owner: string, name: string): Repo | undefined {
    const wanted = `${owner}/${name}`;
    const current = list().find((repo) => same(fullName(repo), wanted));
    return current ?? list().find(({ record }) => record.previousNames.some((earlier) => same(earlier, wanted)));
  }

  function wrote(changed: RefsChanged): void {
    if (changed.changes.length === 0) return;
    changed.repo.record.pushedAt = hooks.now();
    hooks.onRefs(changed);
  }

  return {
    list,
    find,
    byId: (id) => open.get(id),
    isCurrentName: (repo, owner, name) => same(fullName(repo), `${owner}/${name}`),
    add: (repo) => {
      open.set(repo.record.id, repo);
    },
    remove: (repo) => {
      open.delete(repo.record.id);
    },
    refresh: async (repo) => {
      const { gone, changes } = await refreshView(repo.view);
      if (gone) throw notFound();
      repo.record.defaultBranch = defaultBranch(repo);
      wrote({ repo, changes, user: null });
    },
    wrote,
  };
}
