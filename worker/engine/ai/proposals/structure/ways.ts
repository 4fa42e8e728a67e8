/** Patterns of ways are keys joined by `/`: `*` is any one key, `**` any rest, the key in front of it included. */
export function matchesWay(pattern: string, way: readonly string[]): boolean {
  const parts = pattern.split("/");
  const isOpen = parts.at(-1) === "**";
  const fixed = isOpen ? parts.slice(0, -1) : parts;
  if (isOpen ? way.length < fixed.length : way.length !== fixed.length) return false;
  return fixed.every((part, index) => part === "*" || part === way[index]);
}

/** The way for people, with nothing in it that a file could say to a reader or a model. */
export function placeName(way: readonly string[]): string {
  const keys = way.map((key) => (key === "[]" ? key : key.replaceAll(/[^\w.-]/g, "").slice(0, 40)));
  return keys.join(".").replaceAll(".[]", "[]").slice(0, 160);
}
