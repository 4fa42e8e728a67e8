import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveChip } from "../../web/src/app/live-chip.tsx";
import { setLiveStatus } from "../../web/src/app/live-status.ts";
import type { LiveStatus } from "../../web/src/live.ts";
import { liveText } from "../../web/src/strings.ts";

const AT = Date.parse("2026-11-21T12:00:00.000Z");

/** What a screen reader says while the stream goes through these states: every change of words that are not empty. */
function heard(...modes: (LiveStatus["mode"] | undefined)[]): string[] {
  const said: string[] = [];
  modes.forEach((mode, index) => {
    const before = screen.getByRole("status").textContent;
    setLiveStatus(mode && { mode, since: AT + index * 60_000 });
    const after = screen.getByRole("status").textContent ?? "";
    if (after !== before && after !== "") said.push(after);
  });
  return said.map((words) => (words.startsWith(`${liveText.live}.`) ? "live" : "stale"));
}

beforeEach(() => {
  setLiveStatus(undefined);
  render(() => <LiveChip />);
});
afterEach(() => {
  cleanup();
  setLiveStatus(undefined);
});

describe("the state of the stream", () => {
  it.each<[string, (LiveStatus["mode"] | undefined)[], string[]]>([
    ["is not told when a page opens", ["reconnecting", "live"], []],
    ["is not told for a line that was cut for a moment", ["live", "reconnecting", "live", "reconnecting"], []],
    ["is told once when the page grows stale", ["live", "reconnecting", "stale", "stale", "stale"], ["stale"]],
    [
      "is told when a stale page is live again, once",
      ["stale", "stale", "live", "reconnecting", "live"],
      ["stale", "live"],
    ],
    ["is told once while nothing helps", ["stale", "reconnecting", "stale"], ["stale"]],
    ["is told on the next page too", ["stale", undefined, "reconnecting", "live"], ["stale", "live"]],
  ])("%s", (_, modes, said) => {
    expect(heard(...modes)).toEqual(said);
  });

  it("is told with the time since when the page is stale", () => {
    setLiveStatus({ mode: "stale", since: AT });
    expect(screen.getByRole("status").textContent).toContain(liveText.staleHint);
    expect(screen.getByRole("status")).toHaveClass("sr-only");
  });
});
