/** A GitHub App's private key as WebCrypto takes it. GitHub gives out PKCS #1, other tools write PKCS #8. */

const PEM = /-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END \1?PRIVATE KEY-----/;
const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** Version 0 and the algorithm rsaEncryption without parameters (RFC 5208 and RFC 8017, appendix A.1). */
const PREFIX = [0x02, 1, 0, SEQUENCE, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0];
const SHORT_LENGTH = 0x80;
const BYTE = 256;

/** PKCS #8 bytes of an RSA key in PEM, whose line ends may be spelled `\n`; undefined for text that is none. */
export function readPrivateKey(pem: string): Uint8Array<ArrayBuffer> | undefined {
  const [, isRsa, base64 = ""] = PEM.exec(pem.replaceAll("\\n", "\n")) ?? [];
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s+/g, "")), (char) => char.charCodeAt(0));
    if (bytes[0] !== SEQUENCE) return undefined;
    return isRsa ? new Uint8Array(wrapped(SEQUENCE, [...PREFIX, ...wrapped(OCTET_STRING, [...bytes])])) : bytes;
  } catch {
    return undefined;
  }
}

/** One DER value: tag, length, content. */
function wrapped(tag: number, content: readonly number[]): number[] {
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / BYTE)) length.unshift(rest % BYTE);
  const isShort = content.length < SHORT_LENGTH;
  return [tag, ...(isShort ? length : [SHORT_LENGTH + length.length, ...length]), ...content];
}
