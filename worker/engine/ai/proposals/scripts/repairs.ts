import { keyOf, type PlainCommand, plainCommands } from "./commands.ts";

/** A judgement of a changed script: true when it differs from the old one only in the way that the repair needs. */
export type ScriptRepair = (before: string, after: string) => boolean;

const onCommands =
  (isRepair: (old: readonly PlainCommand[], now: readonly PlainCommand[]) => boolean): ScriptRepair =>
  (before, after) => {
    const [old, now] = [plainCommands(before), plainCommands(after)];
    return old !== null && now !== null && isRepair(old, now);
  };

/** Every command stays in its place; those that differ do so as `isRepaired` allows. */
const eachCommand = (isRepaired: (old: PlainCommand, now: PlainCommand) => boolean): ScriptRepair =>
  onCommands(
    (old, now) =>
      old.length === now.length &&
      old.every((command, index) => {
        const other = now[index];
        return other !== undefined && (keyOf(command) === keyOf(other) || isRepaired(command, other));
      }),
  );

const STRICT = /^(?:-[eux]*o|-[eux]+|pipefail|errexit|nounset)$/;

/** `set -euo pipefail` comes in front; nothing else changes. */
export const addsStrictMode: ScriptRepair = onCommands((old, now) => {
  const [first, ...rest] = now;
  const isStrict = first?.words[0] === "set" && first.words.slice(1).every((word) => STRICT.test(word));
  return isStrict && keyOf(withoutFirst(rest)) === keyOf(withoutFirst(old)) && keyOf(bare(first)) === keyOf(BARE);
});

const BARE = { assignments: [], redirects: [], connector: ";", keywords: [], place: "0  " };

function bare({ words: _, ...rest }: PlainCommand): Omit<PlainCommand, "words"> {
  return rest;
}

/** Places without the numbers of the commands around, which one more in front moves. */
function withoutFirst(commands: readonly PlainCommand[]): unknown[] {
  return commands.map((command, index) => ({
    ...command,
    place: command.place.replace(/ \d+ /, " n "),
    connector: index === 0 ? ";" : command.connector,
  }));
}

const MASKS = new Set(["true", ":", "exit 0"]);

/** What hides a failure goes: `|| true`, `set +e`. */
export const unmasksFailure: ScriptRepair = onCommands((old, now) => {
  const isMask = ({ words, connector }: PlainCommand) =>
    (connector === "||" && MASKS.has(words.join(" "))) || words.join(" ") === "set +e";
  return (
    now.length < old.length && keyOf(withoutFirst(old.filter((each) => !isMask(each)))) === keyOf(withoutFirst(now))
  );
});

const LOCKED = new Set(["--frozen-lockfile", "--immutable", "--locked", "--require-hashes", "--frozen"]);

/** `npm install` becomes `npm ci`; others get the option that holds them to their lockfile. */
export const locksInstall: ScriptRepair = eachCommand((old, now) => {
  if (keyOf({ ...old, words: [] }) !== keyOf({ ...now, words: [] })) return false;
  const [program, verb, ...rest] = old.words;
  const isNpm = program === "npm" && (verb === "install" || verb === "i");
  if (isNpm && keyOf(["npm", "ci", ...rest]) === keyOf(now.words)) return true;
  const added = now.words.filter((word) => !old.words.includes(word));
  const kept = now.words.filter((word) => !added.includes(word));
  return added.length > 0 && added.every((word) => LOCKED.has(word)) && keyOf(kept) === keyOf(old.words);
});

const SET_OUTPUT = /^::(?:set-output|save-state) name=([\w.-]+)::(.*)$/s;

/** The retired `::set-output` becomes a line in the file that took its place. */
export const movesToOutputFile: ScriptRepair = eachCommand((old, now) => {
  const [echo, said = "", ...more] = old.words;
  const [, name, value] = SET_OUTPUT.exec(said) ?? [];
  const file = said.startsWith("::save-state") ? "GITHUB_STATE" : "GITHUB_OUTPUT";
  return (
    echo === "echo" &&
    more.length === 0 &&
    name !== undefined &&
    keyOf(now.words) === keyOf(["echo", `${name}=${value}`]) &&
    isRedirectedTo(now, file) &&
    keyOf({ ...old, words: [] }) === keyOf({ ...now, words: [], redirects: old.redirects })
  );
});

function isRedirectedTo({ redirects }: PlainCommand, file: string): boolean {
  const [redirect = "", ...more] = redirects;
  return more.length === 0 && [`>>$${file}`, `>>\${${file}}`].includes(redirect);
}

/** What went to the environment of all later steps becomes an output, which only those get that ask for it. */
export const outputsInsteadOfEnvironment: ScriptRepair = eachCommand((old, now) => {
  const isMoved = isRedirectedTo(old, "GITHUB_ENV") && isRedirectedTo(now, "GITHUB_OUTPUT");
  return isMoved && keyOf({ ...old, redirects: [] }) === keyOf({ ...now, redirects: [] });
});

/** `http://` becomes `https://` at the same host; no other character changes. */
export const securesAddresses: ScriptRepair = (before, after) =>
  before.replaceAll("http://", "https://") === after.replaceAll("http://", "https://") &&
  after.split("http://").length < before.split("http://").length;
