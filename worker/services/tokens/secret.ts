/**
 * The text of an API token: a prefix that scanners know, 30 random digits of base 62, and their CRC-32 in six more, so that
 * a text that only looks like a token is told apart without asking anybody.
 */
import type { Random } from "../../platform/random.ts";

const PREFIX = "ado_";
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_DIGITS = 30;
const CHECK_DIGITS = 6;
const SHAPE = /^ado_[0-9A-Za-z]{36}$/;
/** Bytes from here on would make the first digits more likely than the others. */
const FAIR_BYTES = 256 - (256 % DIGITS.length);
const SHOWN = 8;

/** CRC-32 as zlib and PNG count it (ISO 3309, polynomial 0xEDB88320 reflected). */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function checkDigits(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let count = 0; count < CHECK_DIGITS; count++) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}

function randomDigits(random: Random): string {
  let digits = "";
  while (digits.length < RANDOM_DIGITS) {
    const fair = [...random.bytes(RANDOM_DIGITS)].filter((byte) => byte < FAIR_BYTES);
    digits += fair.map((byte) => DIGITS.charAt(byte % DIGITS.length)).join("");
  }
  return digits.slice(0, RANDOM_DIGITS);
}

/** A new token of 178 random bits. */
export function mintToken(random: Random): string {
  const body = PREFIX + randomDigits(random);
  return body + checkDigits(body);
}

/** True for what `mintToken` can have made; says nothing about whether it still counts. */
export function isToken(text: string): boolean {
  return SHAPE.test(text) && checkDigits(text.slice(0, -CHECK_DIGITS)) === text.slice(-CHECK_DIGITS);
}

/** What may be shown of a token. */
export function shownPrefix(token: string): string {
  return token.slice(0, SHOWN);
}
