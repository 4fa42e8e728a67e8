import { cleanText } from "../../redact/clean-text.ts";
import { findSecrets } from "../../redact/find-secrets.ts";

/** Links, images, pages and commands to readers: no sentence about a pipeline needs them. Matched against compatible, lower-case text. */
const UNSAFE: readonly RegExp[] = [
  /\b(?:https?|ftps?|file|data|javascript|vbscript|mailto|wss?|ssh|blob|tel|slack|vscode)\s{0,3}:(?:\/|\\|[a-z0-9%])/,
  /\/\/[\w-]{1,63}\.\w/,
  /\b(?:www|hxxps?)\b\s{0,3}[.:]/,
  /\b[\w.+-]{1,64}@[a-z0-9-]{1,63}\.[a-z]{2,}/,
  /!\[|\]\s?\(|\]\s?\[|^\s*\[[^\]]{1,100}\]:/m,
  /<!|<\?|<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>/,
  /<\/?(?:script|img|a|iframe|svg|style|form|object|embed|link|meta|video|audio|details|base|input|body|html|button|math|template)\b/,
  /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/,
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s{1,3}(?:[\w.-]+\/[\w.-]+)?#\d/,
  /\b(?:curl|wget|iwr|invoke-webrequest)\b[^|]{0,200}\|\s{0,3}(?:sudo )?(?:ba|z|da)?sh\b/,
];
/** Our own marks and the words of a chat's frame: a text that carries them speaks to a model, not to a reader. */
const FRAME = /<\|[a-z_]{1,30}\|>|\[\/?inst\]|^\s*(?:system|assistant|human|user)\s{0,3}:/m;
const PLACEHOLDER = /⟦REDACTED:[^⟧]*⟧/g;
/** Hosts are named only by links, but for registries, whose names are part of an image's. */
const HOST =
  /\b(?!docker\.io|ghcr\.io|quay\.io|gcr\.io|mcr\.microsoft\.com|registry\.)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|net|org|io|dev|app|xyz|top|site|online|info|biz|cc|ru|cn|example|test|link|click|zip|mov|me|co|sh)\/\S/;

/**
 * One line of plain prose of a model's text, or null when it holds what no reader should be shown: a link, an image,
 * HTML, a secret. Invisible characters, mentions and references to issues are taken out.
 */
export function safeText(text: string): string | null {
  // A stroke or a look-alike inside a word must not hide it from the patterns.
  const seen = cleanText(text.normalize("NFKC")).text.toLowerCase();
  const squeezed = seen.replace(/[\p{M}\u00b7]/gu, "");
  if (UNSAFE.some((pattern) => pattern.test(seen) || pattern.test(squeezed))) return null;
  if (FRAME.test(seen) || HOST.test(seen) || findSecrets(text).length > 0) return null;
  const plain = neutral(cleanText(text).text);
  return /\p{L}/u.test(plain) ? plain : null;
}

function neutral(text: string): string {
  return text
    .replace(PLACEHOLDER, "a redacted value")
    .replace(/[⟦⟧]/g, "")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/(^|[^\w/.-])[@＠](?=[\w-])/g, "$1")
    .replace(/(?:\bgh-|#)(?=\d)/gi, "no. ")
    .trim()
    .replace(/^\/+(?=\w)/, "");
}
