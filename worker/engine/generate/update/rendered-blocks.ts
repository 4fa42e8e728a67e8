import { SourceFile } from "../../model/source-file.ts";
import { parseYaml } from "../../parse/yaml.ts";
import { asMap, keyText, type YamlMap } from "../../parse/yaml-node.ts";
import type { RenderedFile } from "../../pipeline/pipeline.ts";

/** A key of a rendered file with everything below it. */
export interface Block {
  readonly key: string;
  /** Its lines with the comment above them, the key's own indentation removed; no newline at the end. */
  readonly lines: readonly string[];
}

/** The rendered file, parsed; null where it is no mapping. */
export function renderedRoot({ path, text }: RenderedFile): { file: SourceFile; root: YamlMap } | null {
  const result = parseYaml(text);
  const root = result.ok ? asMap(result.documents[0]?.root) : null;
  return root ? { file: new SourceFile(path, text), root } : null;
}

/** The keys of a block mapping as blocks of text. */
export function blocksOf(file: SourceFile, map: YamlMap, end = file.text.length): Block[] {
  return map.pairs.flatMap((pair, index) => {
    const key = keyText(pair);
    if (key === null) return [];
    const next = map.pairs[index + 1];
    const start = startOf(file, pair.key.outerStart);
    const stop = next ? startOf(file, next.key.outerStart) : end;
    const indent = pair.key.outerStart - file.lines.startOf(file.lines.lineAt(pair.key.outerStart));
    const lines = file.text.slice(start, stop).trimEnd().split("\n");
    return [{ key, lines: lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))) }];
  });
}

/** Start of the first line of the comment right above a key, or of the key's own line. */
function startOf(file: SourceFile, offset: number): number {
  let line = file.lines.lineAt(offset);
  while (
    line > 1 &&
    file.lines
      .line(line - 1)
      .trimStart()
      .startsWith("#")
  )
    line -= 1;
  return file.lines.startOf(line);
}
