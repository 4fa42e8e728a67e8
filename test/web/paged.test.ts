import { createRoot, createSignal } from "solid-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPaged } from "../../web/src/create-paged.ts";

type Row = { readonly id: string; readonly state: string };
type Page = { readonly items: readonly Row[]; readonly next_cursor: string | null };

let disposers: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposers) dispose();
  disposers = [];
});

const row = (id: string): Row => ({ id, state: "old" });

/** A list of the API, newest first, two rows a page; `hold` keeps the answers of older pages back until `release`. */
function open(...ids: string[]) {
  const api = { rows: ids.map(row), asked: [] as string[], failures: 0, held: [] as (() => void)[], isHeld: false };
  const pageAfter = (cursor?: string): Page => {
    const rest = api.rows.filter(({ id }) => cursor === undefined || id < cursor);
    const items = rest.slice(0, 2);
    return { items, next_cursor: rest.length > 2 ? (items.at(-1)?.id ?? null) : null };
  };
  const load = async (cursor: string) => {
    api.asked.push(cursor);
    if (api.isHeld) await new Promise<void>((resolve) => api.held.push(resolve));
    if (api.failures > 0) {
      api.failures -= 1;
      throw new Error("429");
    }
    return pageAfter(cursor);
  };
  const [first, setFirst] = createSignal<Page>(pageAfter());
  const [view, setView] = createSignal("all");
  const list = createRoot((dispose) => {
    disposers.push(dispose);
    return createPaged<Row>(first, load, view);
  });
  const shown = () => list.items().map(({ id }) => id);
  const more = () => list.more.run(list.cursor() ?? "");
  const release = async () => {
    api.isHeld = false;
    for (const go of api.held.splice(0)) go();
    await settled();
  };
  return { api, list, ids: shown, more, setView, reread: () => setFirst(pageAfter()), release };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a list of which older pages are shown", () => {
  it("hides no row when new ones push others off its first page", async () => {
    const { api, ids, more, reread } = open("d", "c", "b", "a");
    await more();
    api.rows.unshift(row("e"));
    reread();
    await vi.waitFor(() => expect(ids()).toEqual(["e", "d", "c", "b"]));
  });

  it("shows no row twice when others were deleted", async () => {
    const { api, ids, more, reread } = open("f", "e", "d", "c", "b", "a");
    await more();
    api.rows.shift();
    reread();
    await vi.waitFor(() => expect(ids()).toEqual(["e", "d", "c", "b"]));
  });

  it("reads the rows of its older pages anew with the first", async () => {
    const { api, list, more, reread } = open("f", "e", "d", "c", "b", "a");
    await more();
    await more();
    api.rows = api.rows.map(({ id }) => ({ id, state: "new" }));
    reread();
    await vi.waitFor(() => expect(list.items().map(({ state }) => state)).toEqual(Array(6).fill("new")));
  });

  it("asks for no more than the pages that it shows", async () => {
    const { api, more, reread } = open("f", "e", "d", "c", "b", "a");
    await more();
    reread();
    await settled();
    expect(api.asked).toEqual(["e", "e"]);
  });

  it("takes no row away while it reads", async () => {
    const { api, ids, more, reread, release } = open("d", "c", "b", "a");
    await more();
    api.rows.unshift(row("e"));
    api.isHeld = true;
    reread();
    await settled();
    expect(ids()).toEqual(["d", "c", "b", "a"]);
    await release();
    expect(ids()).toEqual(["e", "d", "c", "b"]);
  });

  it("keeps its older rows when they cannot be read, each once, and reads them the next time", async () => {
    const { api, ids, more, reread } = open("f", "e", "d", "c", "b", "a");
    await more();
    api.failures = 1;
    api.rows.shift();
    reread();
    await settled();
    expect(ids()).toEqual(["e", "d", "c"]);
    reread();
    await settled();
    expect(ids()).toEqual(["e", "d", "c", "b"]);
  });

  it("goes on where it ends by then when more is asked for while it reads", async () => {
    const { api, ids, more, reread, release } = open("f", "e", "d", "c", "b", "a");
    await more();
    api.rows.unshift(row("g"));
    api.isHeld = true;
    reread();
    const asked = more();
    await settled();
    await release();
    await asked;
    expect(ids()).toEqual(["g", "f", "e", "d", "c", "b"]);
  });

  it("has all of them when its first page is read while more is asked for", async () => {
    const { api, ids, more, reread, release } = open("d", "c", "b", "a");
    api.isHeld = true;
    const asked = more();
    await settled();
    api.rows.unshift(row("e"));
    reread();
    await release();
    await asked;
    await settled();
    expect(ids()).toEqual(["e", "d", "c", "b"]);
  });

  it("takes no answer that was meant for another view", async () => {
    const { api, ids, more, setView, release } = open("d", "c", "b", "a");
    api.isHeld = true;
    const asked = more();
    await settled();
    setView("failed");
    await release();
    await asked;
    expect(ids()).toEqual(["d", "c"]);
  });
});
