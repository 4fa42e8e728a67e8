/** What is kept with objects of one kind, for as long as they live. */
export interface Attached<K extends object, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/**
 * As a `WeakMap` in what it does, and like one not seen by spreads, comparisons or serialization. V8 keeps everything in a
 * `WeakMap` that has outlived its first collections until the next full one, here whole parsed repositories; a private field
 * dies with its object.
 */
export function attached<K extends object, V>(): Attached<K, V> {
  const owner = {};
  return {
    get(key) {
      const kept = Keeper.of(key);
      if (kept === undefined) return undefined;
      const at = placeOf(owner, kept);
      return at < 0 ? undefined : (kept[at + 1] as V);
    },
    set(key, value) {
      const kept = Keeper.of(key) ?? Keeper.give(key);
      const at = placeOf(owner, kept);
      if (at < 0) kept.push(owner, value);
      else kept[at + 1] = value;
    },
  };
}

/** Owners, each followed by what it keeps: few for one object, so that going through them is quicker than hashing. */
type Kept = unknown[];

function placeOf(owner: object, kept: Kept): number {
  for (let at = 0; at < kept.length; at += 2) if (kept[at] === owner) return at;
  return -1;
}

/** A base class whose instance is the object that it is given: fields of a class below it are added to that object. */
const Itself = class {
  constructor(key: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the point of this class
    return key;
  }
};

/** One field for all that is kept with an object: each further one would change the object's shape and with it compiled code. */
class Keeper extends Itself {
  readonly #kept: Kept = [];

  static of(key: object): Kept | undefined {
    return #kept in key ? key.#kept : undefined;
  }

  static give(key: object): Kept {
    return new Keeper(key).#kept;
  }
}
