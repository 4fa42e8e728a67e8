import { attached } from "./attached.ts";

/** Computes once for each object and forgets it with the object: how rules share what they all need of an immutable node, file or document. */
export function memo<K extends object, V extends object | string | number | boolean | null>(
  compute: (key: K) => V,
): (key: K) => V {
  const known = attached<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
