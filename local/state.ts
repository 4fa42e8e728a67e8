import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type {
  AppRecord,
  CheckRunRecord,
  CodeRecord,
  CommentRecord,
  DeliveryRecord,
  GrantRecord,
  HookRecord,
  InstallationRecord,
  JournalEntry,
  PullRecord,
  RepoRecord,
  StatusRecord,
  TokenRecord,
  UserRecord,
} from "./records.ts";

type StateData = {
  users: UserRecord[];
  tokens: TokenRecord[];
  grants: GrantRecord[];
  codes: CodeRecord[];
  hooks: HookRecord[];
  deliveries: DeliveryRecord[];
  pulls: PullRecord[];
  repos: RepoRecord[];
  apps: AppRecord[];
  installations: InstallationRecord[];
  checkRuns: CheckRunRecord[];
  statuses: StatusRecord[];
  comments: CommentRecord[];
  lastId: number;
};

export type State = StateData & {
  /** Newest last, in memory only, at most 5,000 entries. */
  journal: JournalEntry[];
  /** A number no other record of this state has. */
  nextId(): number;
  /** Call after every change: the file is written a moment later. */
  save(): void;
  /** Writes what is unsaved now. */
  flush(): void;
};

const SAVE_DELAY_MS = 100;
const FIRST_ID = 1000;

function emptyData(): StateData {
  return {
    users: [],
    tokens: [],
    grants: [],
    codes: [],
    hooks: [],
    deliveries: [],
    pulls: [],
    repos: [],
    apps: [],
    installations: [],
    checkRuns: [],
    statuses: [],
    comments: [],
    lastId: FIRST_ID,
  };
}

/** The file is written only by this module, so its shape is what `StateData` says. */
function readData(file: string): StateData {
  try {
    return { ...emptyData(), ...(JSON.parse(readFileSync(file, "utf8")) as Partial<StateData>) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return emptyData();
    throw new Error(`${file} cannot be read. Delete it to start again with fresh data.`, { cause: error });
  }
}

/** Opens or creates the store in `file`; it is replaced whole, by a rename, so a crash never leaves half a file. */
export function openState(file: string): State {
  mkdirSync(dirname(file), { recursive: true });
  const data = readData(file);
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (!timer) return;
    clearTimeout(timer);
    timer = null;
    const { journal: _journal, nextId: _nextId, save: _save, flush: _flush, ...rest } = state;
    writeFileSync(`${file}.tmp`, JSON.stringify(rest), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  }

  const state: State = {
    ...data,
    journal: [],
    nextId: () => {
      state.lastId += 1;
      return state.lastId;
    },
    save: () => {
      timer ??= setTimeout(flush, SAVE_DELAY_MS);
    },
    flush,
  };
  return state;
}
