import { nearest } from "../../../names/nearest.ts";
import { canonical, isMap, isScalar, scalarsOf, type Tree } from "../structure/tree.ts";
import type { Allow } from "./repair.ts";

export const isRemoved: Allow = ({ after }) => after === undefined;

/** What the finding itself points at goes: a key, or items of a list. */
export const isNamedOne: Allow = ({ way, before, after }, { named }) => {
  if (after !== undefined) return false;
  const names = [...scalarsOf(before)].filter(({ isKey }) => !isKey).map(({ text }) => text);
  const says = (name: string) => named.some((text) => text.replaceAll(/["':]/g, "").trim() === name);
  return says(way.at(-1) ?? "") || (names.length > 0 && names.every(says));
};

/** The value comes where none was. */
export const added =
  (allow: Allow): Allow =>
  (change, scene) =>
    change.before === undefined && allow(change, scene);

export const anyOf =
  (...allows: readonly Allow[]): Allow =>
  (change, scene) =>
    allows.some((allow) => allow(change, scene));

/** The value becomes one of these; text, number or switch. */
export const becomes =
  (...values: readonly (string | number | boolean)[]): Allow =>
  ({ after }) =>
    values.some((value) => value === after);

/** The value becomes a text of this form. */
export const matching =
  (pattern: RegExp): Allow =>
  ({ after }) =>
    isScalar(after) && after !== null && pattern.test(String(after));

/** A whole number between these, both included. */
export const numberIn =
  (least: number, most: number): Allow =>
  ({ after }) =>
    typeof after === "number" && Number.isInteger(after) && after >= least && after <= most;

/** A misspelt text becomes what it was most likely meant to be. */
export const isRespelt: Allow = ({ before, after }) =>
  isScalar(before) && isScalar(after) && isNear(String(before), String(after));

export function isNear(one: string, other: string): boolean {
  return letters(one) === letters(other) || (one.length > 3 && nearest(one, [other]) !== null);
}

/** Letters and digits alone, in lower case. */
export function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** A key that comes for one that goes, which is spelt nearly so and had the same value; or the one that goes. */
export const isRenamedKey: Allow = (change) => {
  const key = change.way.at(-1) ?? "";
  const holder = change.holders.at(-1);
  if (!isMap(holder?.before) || !isMap(holder.after)) return false;
  const [from, to] = change.after === undefined ? [holder.before, holder.after] : [holder.after, holder.before];
  const value = canonical(from.get(key));
  return [...to].some(([other, is]) => !from.has(other) && isNear(key, other) && canonical(is) === value);
};

/** The same content in the type that the place takes: `"10"` becomes 10, a text a list of it, an empty section goes. */
export const isRetyped: Allow = ({ way, before, after }) => {
  if (before === undefined) return false;
  const [old, now] = [contentOf(before), contentOf(after)];
  if (after === undefined) return old === "" && way[0] !== "on";
  const keys = new Set([...scalarsOf(before)].filter(({ isKey }) => isKey).map(({ text }) => text));
  return now === old && [...scalarsOf(after)].every(({ isKey, text }) => !isKey || keys.has(text));
};

function contentOf(tree: Tree | undefined): string {
  const texts = [...scalarsOf(tree)].filter(({ isKey }) => !isKey).map(({ text }) => text.trim());
  return texts
    .map((text) => text.replace(/^(\d+)\s*(?:m|min|minutes?)?$/i, "$1").toLowerCase())
    .filter((text) => text !== "")
    .join();
}
