import type { Blob } from "./port.ts";

const BYTE_ORDER_MARK = "\ufeff";

/**
 * The blob with exactly the text that git has, by comparing ids: a byte order mark that got lost on the way is put back,
 * and a text that is not UTF-8 counts as binary, because what we would write back would not be the file.
 */
export async function faithful(blob: Blob): Promise<Blob> {
  if (blob.text === null) return blob;
  for (const text of [blob.text, BYTE_ORDER_MARK + blob.text]) {
    if ((await blobId(text)) === blob.sha) return { ...blob, text };
  }
  return { ...blob, isBinary: true, text: null };
}

/** Git's id of a file: SHA-1 over a header with its length, then its bytes. */
export async function blobId(text: string): Promise<string> {
  const content = new TextEncoder().encode(text);
  const header = new TextEncoder().encode(`blob ${content.byteLength}\0`);
  const bytes = new Uint8Array(header.byteLength + content.byteLength);
  bytes.set(header);
  bytes.set(content, header.byteLength);
  const digest = await crypto.subtle.digest("SHA-1", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
