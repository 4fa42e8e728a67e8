import { AppError } from "../errors.ts";

/** Largest JSON body, in bytes. */
export const MAX_JSON_BYTES = 1024 * 1024;

function tooLarge(maxBytes: number): AppError {
  return new AppError("body_too_large", `Send at most ${maxBytes} bytes in one request.`);
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/**
 * The whole body. Stops reading and throws at `maxBytes`. One of a length that was said comes in one piece, because HTTP carries no
 * more than that; any other is counted as it arrives.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const length = request.headers.get("content-length");
  if (Number(length) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const isSaid = length !== null && !request.headers.has("transfer-encoding");
  return isSaid ? new Uint8Array(await request.arrayBuffer()) : readCounted(request.body, maxBytes);
}

async function readCounted(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
