import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** 32 hex digits over what a finding is about, so that it survives line moves and version bumps. */
export function fingerprint(rule: string, path: string, anchor: string): string {
  return sha256Hex(`${rule}\0${path}\0${anchor}`).slice(0, 32);
}
