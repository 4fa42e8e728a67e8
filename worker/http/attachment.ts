/** Answers that a browser saves as a file, sent as they are made: never whole in memory. */

/** UTF-8 of the pieces, one after the other as the reader takes them. A failure on the way breaks the transfer off. */
function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** A response with this text as a file. `name` is plain ASCII. */
export function attachment(pieces: AsyncIterable<string>, { name, type }: { name: string; type: string }): Response {
  const headers = { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
  return new Response(streamOf(pieces), { headers });
}
