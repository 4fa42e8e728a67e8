const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (const [value, letter] of [...ALPHABET].entries()) VALUES[letter.charCodeAt(0)] = value;
VALUES[45] = 62;
VALUES[95] = 63;

/** Printable ASCII, tab and line ends. */
function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
}

/** What base64 of either alphabet, padded or not, stands for; null when that is no printable ASCII text. */
export function base64Text(encoded: string): string | null {
  const body = encoded.replace(/={1,2}$/, "");
  if (body.length < 8 || body.length % 4 === 1) return null;
  const units: string[] = [];
  let [bits, held] = [0, 0];
  for (let at = 0; at < body.length; at += 1) {
    const value = VALUES[body.charCodeAt(at)] ?? -1;
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (!isPrintable(byte)) return null;
    units.push(String.fromCharCode(byte));
  }
  return units.join("");
}

/** What hexadecimal digits stand for; null when that is no printable ASCII text. */
export function hexText(encoded: string): string | null {
  if (encoded.length % 2 === 1) return null;
  const units: string[] = [];
  for (let at = 0; at < encoded.length; at += 2) {
    const byte = Number.parseInt(encoded.slice(at, at + 2), 16);
    if (!isPrintable(byte)) return null;
    units.push(String.fromCharCode(byte));
  }
  return units.join("");
}
