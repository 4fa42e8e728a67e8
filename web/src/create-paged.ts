import { batch, createEffect, createSignal, on, onCleanup } from "solid-js";
import { createTask } from "./create-task.ts";

type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };

/** What makes a row the same row on another page. */
function idOf(item: unknown): unknown {
  return typeof item === "object" && item !== null && "id" in item ? item.id : item;
}

/** The rows of all pages, each where it is first. */
function rowsOf<T>(pages: readonly Page<T>[]): readonly T[] {
  const rows = new Map<unknown, T>();
  for (const item of pages.flatMap(({ items }) => items)) {
    const id = idOf(item);
    if (!rows.has(id)) rows.set(id, item);
  }
  return [...rows.values()];
}

/** Runs what it is given one after the other, whether or not the one before succeeds. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <R>(work: () => Promise<R>): Promise<R> => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}

/** The pages that are shown: while there are older ones, the first is the one that those go on from. */
function createShown<T>(first: () => Page<T> | undefined) {
  const [older, setOlder] = createSignal<readonly Page<T>[]>([]);
  const [head, setHead] = createSignal<Page<T>>();
  const top = () => (older().length === 0 ? first() : head());
  const pages = () => [top(), ...older()].filter((page) => page !== undefined);
  const show = (page: Page<T> | undefined, rest: readonly Page<T>[]) =>
    batch(() => {
      setHead(() => page);
      setOlder(rest);
    });
  return { top, older, pages, cursor: () => pages().at(-1)?.next_cursor ?? null, show };
}

/**
 * A list that grows by pages. `first` is read anew by whoever owns it, and the older pages with it, because each begins where
 * the one before ends; until they have come the list stays as it was. A change of `view` drops the older pages.
 */
export function createPaged<T>(
  first: () => Page<T> | undefined,
  load: (cursor: string) => Promise<Page<T>>,
  view: () => unknown = () => undefined,
) {
  const { top, older, pages, cursor, show } = createShown(first);
  const inTurn = createTurns();
  let views = 0;
  let followed: { readonly page: Page<T>; readonly rows: Promise<readonly T[]> } | undefined;

  async function readOlder(page: Page<T>): Promise<readonly T[]> {
    const asked = views;
    const isWanted = () => asked === views && followed?.page === page;
    const fresh: Page<T>[] = [];
    try {
      for (let from = page.next_cursor; isWanted() && from !== null && fresh.length < older().length; ) {
        fresh.push(await load(from));
        from = fresh.at(-1)?.next_cursor ?? null;
      }
    } catch (thrown) {
      if (isWanted()) show(page, older());
      throw thrown;
    }
    if (!isWanted()) return [];
    show(page, fresh);
    return rowsOf(fresh);
  }

  /** Reads the older pages as they go on from this first page. Answers their rows, none when others are wanted by then. */
  function follow(page: Page<T>): Promise<readonly T[]> {
    if (followed?.page !== page) followed = { page, rows: inTurn(() => readOlder(page)) };
    return followed.rows;
  }

  const readMore = async () => {
    const [asked, from, page] = [views, cursor(), top()];
    const next = from === null ? undefined : await load(from);
    if (next !== undefined && asked === views) show(page, [...older(), next]);
  };
  const leaveView = () => {
    views += 1;
    show(undefined, []);
  };
  createEffect(on(view, leaveView, { defer: true }));
  // What cannot be read stays as it is until the first page is read again.
  createEffect(on(first, (page) => page && void follow(page).catch(() => undefined), { defer: true }));
  onCleanup(leaveView);
  const more = createTask<[string], void>(() => inTurn(readMore));
  return { items: () => rowsOf(pages()), cursor, more, follow, count: () => pages().length };
}
