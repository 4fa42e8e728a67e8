import { positionsOf } from "../expressions/scalar-positions.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Span } from "../parse/line-index.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";

/** Where a stretch of a scalar's decoded value stands in its file; the whole scalar where escapes leave no plain answer. */
export function scalarSpan(file: SourceFile, node: YamlScalar, { start, end }: Span): Span {
  const positionOf = positionsOf(file.text, node);
  const [from, to] = [positionOf(start), positionOf(end)];
  return from === null || to === null ? { start: node.start, end: node.end } : { start: from, end: to };
}
