/** JSON lines: one value a line, a slice at a time. */
export async function* jsonLines(slices: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  for await (const slice of slices) yield slice.map((value) => `${JSON.stringify(value)}\n`).join("");
}
