import { startsToken } from "./detect-marked.ts";
import { isHex, isRandom, isSecretValue } from "./judge-value.ts";
import { type Finder, type Found, isWorth, spend, type View } from "./view.ts";

const LITERAL = { isLiteral: true } as const;
const JWT = /eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,8000}(?:\.[A-Za-z0-9_-]{0,4000}){0,3}/y;
const USER =
  /(?:-u|--user|--proxy-user|--basic-auth|--creds|--credentials)[ \t=]{1,5}(["'])?([^\s:,"'$]{1,100})[:,]([^\s"']{3,200})/y;
const SHORT_PASSWORD = /-p[ \t]{0,3}(["'])?([^\s"']{4,200})/y;
const SHORT_AUTH = /-a[ \t]{1,3}(["'])?([^\s"']{6,200})/y;
const LOGIN =
  /\b(?:docker|podman|skopeo|buildah|helm|oras|crane|sshpass|mysql|mysqldump|mysqladmin|mariadb|oc|az|cf|rabbitmqadmin|mongo|mongosh|mongodump|htpasswd|ldapsearch|zip|unzip|7z|vsce|ovsx|nuget)\b/;
const PIPED =
  /(?:echo|printf)[ \t]+(?:-[ne][ \t]+)?(?:"%s(?:\\n)?"[ \t]+)?["']?([^\s"'|]{6,512})["']?[ \t]*\|[^\n]{0,120}(?:--password-stdin|--with-token|sudo -S|passwd|chpasswd|-stdin)/iy;
/** Issuers whose tokens are plain UUIDs, or as short: the command or the host in front tells them. */
const ISSUED =
  /(?:codecov|snyk|heroku)[^\n]{0,80}?[\s="']([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])|contribsys\.com["']?[ \t:=]{1,6}["']?([a-f0-9]{8}:[a-f0-9]{8})(?!\w)|github-oauth["'\\]{0,3}\s{0,9}[:=]\s{0,9}\{?\s{0,20}["'\\]{0,3}[\w.]{1,60}["'\\]{0,3}\s{0,9}[:=]\s{0,9}["'\\]{0,3}([\w-]{20,255})/iy;
const SECURE_STRING = /securestring[ \t]+(?:-string[ \t]+)?(["'])([^"'\n]{4,200})\1/iy;
const PASS = /pass:([^\s"']{4,200})/y;

/** Runs a finder only where the text is still worth it. */
function sparing(find: Finder["find"]): Finder["find"] {
  return (view, at, word) => {
    if (!isWorth(view, at)) return null;
    spend(view, at, 64);
    return find(view, at, word);
  };
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function password(text: string, end: number): Found | null {
  const isSecret = isSecretValue({ text, ...LITERAL }, "password") || isHex(text, 16);
  return isSecret ? { rule: "command-password", start: end - text.length, end } : null;
}

/** JSON Web Tokens, signed or encrypted: two to five texts in base64, of which the first is an object. */
export const jwtFinder: Finder = {
  words: ["eyj"],
  find({ text }, at) {
    const token = startsToken(text, at) ? execAt(JWT, text, at)?.[0] : undefined;
    if (token === undefined || !isRandom(token.slice(3, 131), 20)) return null;
    return { rule: "jwt", start: at, end: at + token.length };
  },
};

function findUser({ text }: View, at: number): Found | null {
  if (!/[\s"'[]/.test(text.charAt(at - 1))) return null;
  const match = execAt(USER, text, at);
  return match ? password((match[3] ?? "").replace(/[,)\]]+$/, ""), at + match[0].length) : null;
}

/** `redis-cli -a …` */
function findAuth({ text }: View, at: number): Found | null {
  if (!/redis-cli[^\n]{0,120}$/.test(text.slice(Math.max(0, at - 140), at))) return null;
  const match = execAt(SHORT_AUTH, text, at);
  return match ? password(match[2] ?? "", at + match[0].length) : null;
}

function findShort({ text }: View, at: number): Found | null {
  if (!/\s/.test(text.charAt(at - 1))) return null;
  const line = text.slice(Math.max(0, at - 160), at);
  if (!LOGIN.test(line.slice(line.lastIndexOf("\n") + 1))) return null;
  const match = execAt(SHORT_PASSWORD, text, at);
  return match ? password(match[2] ?? "", at + match[0].length) : null;
}

/** Passwords that commands take: `curl -u user:…`, `docker login -p …`, `echo … | docker login --password-stdin`. */
export const commandFinders: readonly Finder[] = [
  { words: ["-u", "--user", "--proxy-user", "--basic-auth", "--creds"], find: sparing(findUser) },
  { words: ["-a "], find: sparing(findAuth) },
  { words: ["-p"], find: sparing(findShort) },
  {
    words: ["echo ", "printf "],
    find: sparing(({ text }, at) => {
      const match = execAt(PIPED, text, at);
      const value = match?.[1] ?? "";
      if (!match) return null;
      const end = at + match[0].indexOf(value) + value.length;
      return password(value.replace(/^.{0,80}:/, ""), end);
    }),
  },
  {
    words: ["codecov", "snyk", "heroku", "contribsys.com", "github-oauth"],
    find: sparing(({ text }, at) => {
      const match = execAt(ISSUED, text, at);
      const value = match?.[1] ?? match?.[2] ?? match?.[3];
      const end = at + (match?.[0].length ?? 0);
      return value === undefined ? null : { rule: "issued-token", start: end - value.length, end };
    }),
  },
  {
    words: ["securestring"],
    find: sparing(({ text }, at) => {
      const match = execAt(SECURE_STRING, text, at);
      return match ? password(match[2] ?? "", at + match[0].length - 1) : null;
    }),
  },
  {
    words: ["pass:"],
    find: sparing(({ text }, at) => {
      const match = execAt(PASS, text, at);
      return match ? password(match[1] ?? "", at + match[0].length) : null;
    }),
  },
];
