import { isHex, isRandom, isSecretValue, isUncommon } from "./judge-value.ts";
import { isCounted } from "./randomness.ts";
import type { Finder, Found } from "./view.ts";

const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{0,30}$/;
/** `user:password@` behind `://`; a password may hold what an address must not, as people forget to encode it. */
const USER_INFO = /:\/\/(?:([^\s/?#@:"'<>`]{0,256}):)?([^\s\\/?#"'<>`]{1,512})@(?=[A-Za-z0-9_[$%{-])/y;
const LOOSE_USER_INFO = /:\/\/([^\s/?#@:"'<>`]{0,256}):([^\s\\@"'<>`]{1,256})@(?=[A-Za-z0-9_[$%{-])/y;
const WEB = /^(?:https?|ssh|git|git\+https|git\+ssh|svn|ws|wss)$/i;
/** A segment of a path behind a host or a path that takes messages: who knows it may send. */
const HOOK =
  /(?:hook|incoming|invoke|trigger|notify|ping|ingest)[^\s"'`<>?#]{0,200}?\/([A-Za-z0-9_-]{16,200})(?![A-Za-z0-9_-])/iy;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const WEAK_PASSWORDS =
  /^(?:x-oauth-basic|x-access-token|oauth2|token|git|anonymous|\*+|x+|none|pass\w{0,6}|secret|pw)$/i;

function userInfo(text: string, at: number, isWeb: boolean): { user: string; password: string; end: number } | null {
  USER_INFO.lastIndex = at;
  LOOSE_USER_INFO.lastIndex = at;
  const match = USER_INFO.exec(text) ?? (isWeb ? null : LOOSE_USER_INFO.exec(text));
  if (!match) return null;
  return { user: match[1] ?? "", password: match[2] ?? "", end: at + match[0].length - 1 };
}

function decoded(text: string): string {
  return text.replace(/%([2-7][0-9A-Fa-f])/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `scheme://user:password@host` and `scheme://token@host`. */
export const addressFinder: Finder = {
  words: ["://"],
  find({ text }, at) {
    const scheme = SCHEME.exec(text.slice(Math.max(0, at - 31), at))?.[0] ?? "";
    const info = userInfo(text, at, WEB.test(scheme));
    if (scheme === "" || !info) return null;
    const { user, password, end } = info;
    const start = end - password.length;
    if (isAddressSecret(user, decoded(password))) return { rule: "address-password", start, end };
    const before = start - 1 - user.length;
    return user.length >= 20 && (isRandom(user, 20) || isHex(user, 20))
      ? { rule: "address-password", start: before, end: before + user.length }
      : null;
  },
};

function isAddressSecret(user: string, password: string): boolean {
  if (WEAK_PASSWORDS.test(password) || password === user) return false;
  if (user !== "" && isUncommon(password)) return true;
  const isOnlyUser = user === "" && password.length < 16;
  const isHexadecimal = /^[0-9a-f]{8,}$/.test(password) && !isCounted(password);
  return isHexadecimal || isSecretValue({ text: password, isLiteral: true }, isOnlyUser ? "weak" : "password");
}

/** Addresses that take messages from whoever knows them. */
export const hookFinder: Finder = {
  words: ["https://"],
  find({ text }, at): Found | null {
    const address = /[^\s"'`<>]{0,400}/y;
    address.lastIndex = at;
    const whole = address.exec(text)?.[0] ?? "";
    const place = whole.search(/hook|incoming|invoke|trigger|notify|hc-ping|ingest/i);
    if (place < 0) return null;
    HOOK.lastIndex = at + place;
    const segment = HOOK.exec(text);
    const token = segment?.[1] ?? "";
    if (!segment || !(isRandom(token, 16) || isHex(token, 24) || UUID.test(token))) return null;
    const end = at + place + segment[0].length;
    return { rule: "webhook-url", start: end - token.length, end };
  },
};
