/** Matches a whole name against a pattern in which `*` stands for any text; the case of letters does not count. */
export function wildcard(pattern: string): RegExp {
  const escaped = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[^]*")}$`, "i");
}
