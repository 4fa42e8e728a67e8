import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSlices } from "../../web/src/create-slices.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const passFrame = () => vi.advanceTimersToNextFrame();

/** A list with its view, inside a root that the test disposes. */
function open(count: number) {
  return createRoot((dispose) => {
    const [items] = createSignal<readonly number[]>(numbers(count));
    const [view, setView] = createSignal("by name");
    return { shown: createSlices(items, view), setView, dispose };
  });
}

describe("a long list", () => {
  it("starts with its head and is whole some frames later", () => {
    const { shown, dispose } = open(150);
    expect(shown()).toHaveLength(60);
    passFrame();
    expect(shown()).toHaveLength(120);
    passFrame();
    expect(shown()).toEqual(numbers(150));
    dispose();
  });

  it("starts with its head again when it is shown in another way", () => {
    const { shown, setView, dispose } = open(150);
    passFrame();
    passFrame();
    setView("by score");
    expect(shown()).toHaveLength(60);
    dispose();
  });

  it("shows a short list at once and asks for no frame", () => {
    const { shown, dispose } = open(12);
    expect(shown()).toHaveLength(12);
    expect(vi.getTimerCount()).toBe(0);
    dispose();
  });

  it("stops growing with its page", () => {
    const { dispose } = open(1000);
    dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});
