import { describe, expect, it, vi } from "vitest";
import { GroupCommit } from "../../worker/platform/group-commit.ts";

type Flight = { readonly items: readonly string[]; land(): void; fail(): void };

/** A store whose answers the test gives: each answer is its item in capitals. */
function store({ most = 10, patienceMs = 5_000 } = {}) {
  const flights: Flight[] = [];
  const run = (items: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<string[]>();
    flights.push({
      items,
      land: () => resolve(items.map((item) => item.toUpperCase())),
      fail: () => reject(new Error(`failed with ${items.join()}`)),
    });
    return promise;
  };
  const group = new GroupCommit<string, string>({
    run,
    weightOf: ({ length }) => length,
    most,
    patienceMs,
    sharesWork: true,
  });
  const seen = () => flights.map(({ items }) => items.join());
  const landNext = async (at: number) => {
    await expect.poll(() => flights.length, { interval: 1 }).toBeGreaterThan(at);
    flights[at]?.land();
  };
  return { group, flights, seen, landNext };
}

describe("a group commit", () => {
  it("does at once what comes alone", async () => {
    const { group, seen, landNext } = store();
    const first = group.do("a");
    expect(seen()).toEqual(["a"]);
    await landNext(0);
    expect(await first).toBe("A");
    const second = group.do("b");
    expect(seen()).toEqual(["a", "b"]);
    await landNext(1);
    expect(await second).toBe("B");
  });

  it("sends together what comes while others are on their way, and gives each its own answer", async () => {
    const { group, seen, landNext } = store();
    const answers = Promise.all(["a", "b", "c", "d"].map((item) => group.do(item)));
    await landNext(0);
    await landNext(1);
    expect(await answers).toEqual(["A", "B", "C", "D"]);
    expect(seen()).toEqual(["a", "b,c,d"]);
  });

  it("waits a moment for company where a group was before, and not for long", async () => {
    const { group, seen, landNext } = store();
    const crowd = Promise.all(["a", "b", "c"].map((item) => group.do(item)));
    await landNext(0);
    await landNext(1);
    await crowd;
    const more = Promise.all(["d", "e"].map((item) => group.do(item)));
    await landNext(2);
    expect(await more).toEqual(["D", "E"]);
    const last = group.do("f");
    await landNext(3);
    expect(await last).toBe("F");
    const lone = group.do("g");
    expect(seen()).toEqual(["a", "b,c", "d,e", "f", "g"]);
    await landNext(4);
    expect(await lone).toBe("G");
  });

  it("makes no group heavier than it may be, and keeps the order", async () => {
    const { group, seen, landNext } = store({ most: 4 });
    const items = ["a", "bb", "cc", "ddddd", "e", "f"];
    const answers = Promise.all(items.map((item) => group.do(item)));
    for (const at of [0, 1, 2, 3]) await landNext(at);
    expect(await answers).toEqual(items.map((item) => item.toUpperCase()));
    expect(seen()).toEqual(["a", "bb,cc", "ddddd", "e,f"]);
  });

  it("lets what failed together go again by itself: only one's own failure is thrown", async () => {
    const { group, flights, seen, landNext } = store();
    const [first, ...others] = ["a", "b", "bad", "c"].map((item) => group.do(item));
    await landNext(0);
    expect(await first).toBe("A");
    await expect.poll(() => flights.length).toBe(2);
    const settled = Promise.allSettled(others);
    flights[1]?.fail();
    await expect.poll(() => flights.length).toBe(5);
    for (const flight of flights.slice(2)) flight.items[0] === "bad" ? flight.fail() : flight.land();
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(seen()).toEqual(["a", "b,bad,c", "b", "bad", "c"]);
  });

  it("goes on after a lone failure", async () => {
    const { group, flights, landNext } = store();
    const failed = group.do("a").catch(String);
    flights[0]?.fail();
    expect(await failed).toContain("failed with a");
    const next = group.do("b");
    await landNext(1);
    expect(await next).toBe("B");
  });

  it("loses nobody when patience ends in the moment in which the lead is handed on", async () => {
    const ends: (() => void)[] = [];
    vi.spyOn(scheduler, "wait").mockImplementation(() => new Promise<void>((resolve) => ends.push(resolve)));
    const { group, flights, seen } = store({ most: 2 });
    const answers = Promise.all(["a", "b", "c", "d"].map((item) => group.do(item)));
    flights[0]?.land();
    ends[0]?.();
    await expect.poll(() => seen()).toEqual(["a", "b,c"]);
    flights[1]?.land();
    await expect.poll(() => seen()).toEqual(["a", "b,c", "d"]);
    flights[2]?.land();
    expect(await answers).toEqual(["A", "B", "C", "D"]);
  });

  it("does not wait for one that never lands: the next in line goes on after its patience", async () => {
    const { group, seen, landNext } = store({ patienceMs: 20 });
    void group.do("lost");
    const waiting = Promise.all([group.do("a"), group.do("b")]);
    await landNext(1);
    await expect.poll(() => seen().length).toBeGreaterThan(1);
    expect(seen()[1]?.split(",")[0]).toBe("a");
    await Promise.race([waiting, landNext(2)]);
    expect(await waiting).toEqual(["A", "B"]);
    const after = group.do("c");
    await landNext(seen().length - 1);
    expect(await after).toBe("C");
  });
});
