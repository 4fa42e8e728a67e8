import { createSignal, onCleanup, onMount } from "solid-js";

const KEY = "ado.shortcuts";
const LEADER_LASTS_MS = 1200;

const [areShortcutsOn, setOn] = createSignal(localStorage.getItem(KEY) !== "off");

export { areShortcutsOn };

export function setShortcuts(on: boolean): void {
  setOn(on);
  localStorage.setItem(KEY, on ? "on" : "off");
}

export type ShortcutActions = {
  readonly goTo: (path: string) => void;
  readonly showHelp: () => void;
};

const PLACES: Readonly<Record<string, string>> = { r: "/", j: "/jobs", c: "/onboarding" };

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function isOurs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  return areShortcutsOn() && !isTyping(event.target) && !document.querySelector("dialog[open]");
}

/** What a key means: `/` search, `?` help, a letter after `g` a place. False when it means nothing. */
function act(key: string, isAfterLeader: boolean, actions: ShortcutActions): boolean {
  const place = isAfterLeader ? PLACES[key] : undefined;
  if (place !== undefined) {
    actions.goTo(place);
    return true;
  }
  if (key === "?") {
    actions.showHelp();
    return true;
  }
  const search = key === "/" ? document.querySelector<HTMLInputElement>("input[type=search]") : null;
  search?.focus();
  return search !== null;
}

/** Listens for the keys of the app until the owner is disposed. */
export function createShortcuts(actions: ShortcutActions): void {
  let leaderAt = Number.NEGATIVE_INFINITY;
  const press = (event: KeyboardEvent) => {
    if (!isOurs(event)) return;
    const isAfterLeader = event.timeStamp - leaderAt < LEADER_LASTS_MS;
    leaderAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (act(event.key, isAfterLeader, actions)) event.preventDefault();
  };
  onMount(() => document.addEventListener("keydown", press));
  onCleanup(() => document.removeEventListener("keydown", press));
}
