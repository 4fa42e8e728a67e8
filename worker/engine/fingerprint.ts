import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(bytesOf(text)));
}

/** Most fingerprinted texts are short and ASCII, where an encoder costs more than the hash. */
function bytesOf(text: string): Uint8Array {
  if (text.length > LONGEST_PLAIN) return utf8ToBytes(text);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return utf8ToBytes(text);
    bytes[at] = unit;
  }
  return bytes;
}

const LONGEST_PLAIN = 512;

/** 32 hex digits over what a finding is about, so that it survives line moves and version bumps. */
export function fingerprint(rule: string, path: string, anchor: string): string {
  return sha256Hex(`${rule}\0${path}\0${anchor}`).slice(0, 32);
}
