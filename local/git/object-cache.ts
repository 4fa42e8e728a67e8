/** Answers that can never change because a SHA names them. Least recently used go first when `maxWeight` is passed. */
export type ObjectCache = {
  /** The stored answer of `key`, or what `load` gives; a failed load is not kept. */
  through<T>(key: string, weigh: (value: T) => number, load: () => Promise<T>): Promise<T>;
};

const MAX_WEIGHT = 64 * 1024 * 1024;

export function createObjectCache(maxWeight: number = MAX_WEIGHT): ObjectCache {
  const entries = new Map<string, { value: unknown; weight: number }>();
  let total = 0;

  function drop(key: string): void {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  }

  function keep(key: string, value: unknown, weight: number): void {
    if (weight > maxWeight) return;
    drop(key);
    entries.set(key, { value, weight });
    total += weight;
    for (const oldest of entries.keys()) {
      if (total <= maxWeight) break;
      drop(oldest);
    }
  }

  return {
    /** A key always holds what its own `load` made, so the cast tells the truth. */
    through: async <T>(key: string, weigh: (value: T) => number, load: () => Promise<T>): Promise<T> => {
      const hit = entries.get(key);
      if (hit) {
        entries.delete(key);
        entries.set(key, hit);
        return hit.value as T;
      }
      const value = await load();
      keep(key, value, weigh(value));
      return value;
    },
  };
}
