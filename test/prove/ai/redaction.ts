import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findSecrets, type SecretHit } from "../../../worker/engine/redact/find-secrets.ts";
import { redact } from "../../../worker/engine/redact/redact.ts";
import { PLACES, putIn } from "../../engine/redact/places.ts";
import { makeSecret, numbersFrom, PUBLISHED, randomText } from "../../engine/redact/published-formats.ts";
import type { Report } from "../report.ts";

const [MIB, HOSTILE] = [2 ** 20, 2 ** 18];
const MOST_FALSE = 1;
const [MOST_TYPICAL, MOST_HOSTILE] = [300, 500];
const FAMILIES = ["github", "aws", "gcp", "slack", "stripe"] as const;
const SOURCE = /\.(?:[cm]?[jt]sx?|json|ya?ml|md|sh|toml|css|html)$/;
/** Tests of packages hold made tokens, which are to be found. */
const TESTS = /\/(?:tests?|__tests__)\/|\.(?:test|spec)\./;
const MAX_FILE = 300_000;
const ROOT = new URL("../../../", import.meta.url).pathname;

interface Count {
  made: number;
  lost: number;
}

/** How much of what is secret stays, how much of what is not goes, and how long that takes. */
export function proveRedaction(report: Report, short: boolean): void {
  proveRecall(report, short ? 1 : 3);
  proveKeys(report);
  proveFalse(report, short);
  proveTime(report);
}

function proveRecall(report: Report, each: number): void {
  const next = numbersFrom(31);
  const tries = Array.from({ length: each }, () => PUBLISHED).flatMap((rows) =>
    rows.flatMap((row) => PLACES.flatMap((place) => tryIn(row, place, next))),
  );
  const lost = tries.filter(({ isLost }) => isLost);
  const names = listed(lost.map(({ rule, place }) => `${rule} in ${place}`));
  const all = countOf(tries);
  report.claim("made credentials are replaced, 99 of 100", all.lost * 100 <= all.made, `${share(all)}; lost: ${names}`);
  const rules = new Set(tries.map(({ rule }) => rule));
  report.claim("every published format was made", rules.size >= 200, `${rules.size} rules, ${PLACES.length} places`);
  for (const family of FAMILIES) {
    const own = countOf(tries.filter(({ rule }) => rule.startsWith(`${family}-`)));
    report.claim(`all of ${family}`, own.lost === 0 && own.made > 0, share(own));
  }
  const left = tries.reduce((sum, { left: own }) => sum + own, 0);
  report.claim("a second look finds nothing more", left === 0, `${left} hits in redacted texts`);
}

interface Try {
  readonly rule: string;
  readonly place: string;
  readonly isLost: boolean;
  /** What a second look finds. */
  readonly left: number;
}

function tryIn(row: string, place: string, next: () => number): Try[] {
  const { rule, name, secret, around } = makeSecret(row, next);
  if (around !== secret && place !== "yaml block") return [];
  const written = putIn(place, name || "setting", around);
  const { text } = redact(`first: line\n${written.text}\nlast: line\n`, "ci.yml");
  const pieces = around === secret ? written.pieces : [secret];
  return [{ rule, place, isLost: pieces.some((piece) => text.includes(piece)), left: findSecrets(text).length }];
}

function proveKeys(report: Report): void {
  const next = numbersFrom(32);
  const kinds = ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED "];
  const result: Count = { made: 0, lost: 0 };
  for (const kind of kinds) {
    for (const join of ["\n", "\\n", "\n    ", '\\n" +\n  "', "\n# ", "\r\n"]) {
      const lines = Array.from({ length: 14 }, () => randomText("b", 64, next));
      const key = [`-----BEGIN ${kind}PRIVATE KEY-----`, ...lines, `-----END ${kind}PRIVATE KEY-----`].join(join);
      const { text } = redact(`key: "${key}"\nend: 1\n`, "a.yml");
      result.made += 1;
      if (lines.some((line) => text.includes(line))) result.lost += 1;
    }
  }
  report.claim("all private keys, in every way to write lines", result.lost === 0, share(result));
}

function proveFalse(report: Report, short: boolean): void {
  const own = execFileSync("git", ["ls-files", "worker", "web", "local", "scripts", "docs", ".github"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .map((path) => join(ROOT, path));
  const packages = filesBelow(join(ROOT, "node_modules"))
    .filter((_path, at) => at % (short ? 40 : 9) === 0)
    .filter((path) => !TESTS.test(path));
  for (const [what, paths] of [
    ["this repository's sources and samples", own],
    ["packages without their tests", packages],
  ] as const) {
    const found = scan(paths.filter((path) => SOURCE.test(path)));
    const rate = (found.hits.length / found.lines) * 10_000;
    report.claim(
      `false hits in ${what}`,
      rate <= MOST_FALSE,
      `${rate.toFixed(2)} per 10,000 lines (${found.hits.length} in ${found.lines}); ${listed(found.hits.map(({ rule }) => rule))}`,
    );
  }
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  report.claim("none in a lock file", findSecrets(lock).length === 0, `${lock.split("\n").length} lines`);
  const next = numbersFrom(33);
  const pins = Array.from({ length: 2000 }, () => `      - uses: acme/tool@${randomText("h", 40, next)} # v1.2.3`);
  report.claim("none in pins of actions", findSecrets(pins.join("\n")).length === 0, `${pins.length} pins`);
}

function scan(paths: readonly string[]): { readonly lines: number; readonly hits: readonly SecretHit[] } {
  let lines = 0;
  const hits: SecretHit[] = [];
  for (const path of paths) {
    if (statSync(path).size > MAX_FILE) continue;
    const text = readFileSync(path, "utf8");
    lines += text.split("\n").length;
    hits.push(...findSecrets(text));
  }
  return { lines, hits };
}

function proveTime(report: Report): void {
  const sources = filesBelow(join(ROOT, "worker")).map((path) => readFileSync(path, "utf8"));
  const typical = sources.join("\n").slice(0, MIB);
  findSecrets(typical);
  const time = Math.min(...[1, 2, 3].map(() => cost(typical)));
  report.claim("time for sources", time <= MOST_TYPICAL, `${time.toFixed(0)} ms of processor per MiB`);
  const costs = hostileTexts().map(([name, text]) => [name, Math.min(cost(text), cost(text))] as const);
  const [name, worst] = costs.reduce((left, right) => (right[1] > left[1] ? right : left));
  report.claim(
    `time for ${costs.length} hostile texts`,
    worst <= MOST_HOSTILE,
    `at most ${worst.toFixed(0)} ms per 256 KiB (${JSON.stringify(name)})`,
  );
}

/** Pieces that make the most of what finders read when they are repeated. */
const REPEATED = [
  "a",
  " ",
  "\n",
  "'",
  '"',
  "\\",
  "curl -u ",
  'curl -H "Authorization: ',
  "ghp_",
  "ghp_a1B2",
  "eyJ",
  "eyJhbGciOi.",
  "key=",
  'key="',
  "token ",
  "token:",
  "pass:",
  "password: |\n  ",
  "password:\n ",
  "://",
  "a://",
  "://a:",
  "https://a:b",
  "https://a:b@",
  "sk-sk-T3BlbkFJ",
  "JQQJ99",
  "a1b2-us",
  "https://hook",
  "<password>",
  "name: password\n value: ",
  "asana adobe linear twitter ",
  "twitter_token=",
  'a"+"',
  "a\\\n",
  "abcd\n",
  "$" + "{",
  "Password1!=",
  " -u a:",
  " -p a",
  "password_",
  "secret: ",
  "⟦REDACTED:x:1⟧",
  "İK",
  "bearer ",
  ["-----BEGIN", " PRIVATE KEY-----"].join(""),
  ["-----BEGIN", " PRIVATE KEY-----\n"].join(""),
  "kind: Secret\ndata:\n",
  "---\nkind: Secret\n",
];

function hostileTexts(): [name: string, text: string][] {
  const next = numbersFrom(34);
  const words = Array.from({ length: HOSTILE / 41 }, () => randomText("a", 40, next));
  return [
    ...REPEATED.map((piece): [string, string] => [
      piece,
      piece.repeat(Math.ceil(HOSTILE / piece.length)).slice(0, HOSTILE),
    ]),
    ["random letters", words.join("")],
    ["random words", words.join(" ")],
    ["random lines", words.join("\n")],
    ["random strings", words.join('"+\n"')],
  ];
}

function cost(text: string): number {
  const from = process.cpuUsage();
  findSecrets(text);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function countOf(tries: readonly Try[]): Count {
  return { made: tries.length, lost: tries.filter(({ isLost }) => isLost).length };
}

function share({ made, lost }: Count): string {
  return `${made - lost} of ${made} (${(((made - lost) / Math.max(1, made)) * 100).toFixed(2)} %)`;
}

function listed(rules: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const most = [...counts].sort((left, right) => right[1] - left[1]).slice(0, 8);
  return most.map(([rule, times]) => `${rule} ${times}`).join(", ") || "none";
}
