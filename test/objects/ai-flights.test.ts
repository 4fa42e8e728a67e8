import { describe, expect, it } from "vitest";
import { FLIGHT_MS, type Flight, type FlightEvent, stepFlight } from "../../worker/objects/ai-flights/state.ts";

/** A flight with its history. */
function flight() {
  let state: Flight | null = null;
  return (event: FlightEvent, now = 0) => {
    const stepped = stepFlight(state, event, now);
    state = stepped.flight;
    return stepped.reply;
  };
}

const join = (holder: string, awaited: string | null = null): FlightEvent => ({ type: "join", holder, awaited });
const FAILURE = { reason: "server", retryAt: 5 };

describe("a flight", () => {
  it("is led by the first, and the others wait for it", () => {
    const send = flight();
    expect(send(join("a"))).toEqual({ state: "lead" });
    expect(send(join("a"))).toEqual({ state: "lead" });
    expect(send(join("b"))).toEqual({ state: "wait", leader: "a", until: FLIGHT_MS });
  });

  it.each([
    ["the answer", null],
    ["the failure", FAILURE],
  ])("brings %s to those who waited, and to nobody who comes later", (_name, failure) => {
    const send = flight();
    send(join("a"));
    send(join("b"));
    send({ type: "land", holder: "a", failure });
    expect(send(join("b", "a"))).toEqual({ state: "landed", failure });
    expect(send(join("c"))).toEqual({ state: "lead" });
  });

  it("goes to the next who asks when the leader leaves it", () => {
    const send = flight();
    send(join("a"));
    send({ type: "leave", holder: "a" });
    expect(send(join("b", "a"))).toEqual({ state: "lead" });
  });

  it("goes to the next who asks when the leader is silent for a minute", () => {
    const send = flight();
    send(join("a"));
    send({ type: "beat", holder: "a" }, 20_000);
    expect(send(join("b", "a"), 20_000 + FLIGHT_MS - 1)).toMatchObject({ state: "wait" });
    expect(send(join("b", "a"), 20_000 + FLIGHT_MS)).toEqual({ state: "lead" });
  });

  it.each(["beat", "leave"] as const)("is not touched by a %s of somebody who lost it", (type) => {
    const send = flight();
    send(join("a"));
    send(join("b", "a"), FLIGHT_MS);
    expect(send({ type, holder: "a" }, FLIGHT_MS + 1)).toEqual({ state: "over" });
    expect(send(join("c"), FLIGHT_MS + 2)).toMatchObject({ state: "wait", leader: "b" });
  });

  it("does not land twice", () => {
    const send = flight();
    send(join("a"));
    send({ type: "land", holder: "a", failure: FAILURE });
    send({ type: "land", holder: "a", failure: null });
    expect(send(join("b", "a"))).toEqual({ state: "landed", failure: FAILURE });
  });
});
