import { isCollectingHost } from "../../../data/collecting-hosts.ts";
import { groupBy } from "../../../group-by.ts";
import type { ScriptPlace } from "../../../scripts/script-places.ts";
import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import { type Pipeline, pipelinesOf } from "../../../shell/pipelines.ts";
import type { Command, Word } from "../../../shell/script.ts";
import { isPublic, isRawAddress, type Request, requestOf } from "./requests.ts";
import { isCredentialFile, printsCredentials, printsEnvironment, Secrets } from "./secrets.ts";

/** A command that sends what nobody should see. */
export interface Leak {
  readonly command: Command;
  /** What it sends and where, for the start of a sentence. */
  readonly what: string;
}

/** What the commands of one script may send. */
interface Scene {
  readonly secrets: Secrets;
  /** Commands in substitutions, by the command around them. */
  readonly inner: ReadonlyMap<Command | null, readonly Command[]>;
  /** Files into which the script writes everything secret, with what it is. */
  readonly dumps: ReadonlyMap<string, string>;
}

const ONE_SECRET = "A secret";

/** Every such command of a script, in order. */
export function leaksIn(place: ScriptPlace): Leak[] {
  const secrets = new Secrets(place);
  const script = place.script();
  const pipelines = pipelinesOf(script);
  const inner = groupBy(script.commands, ({ parent }) => parent);
  const scene: Scene = { secrets, inner, dumps: dumpsIn(pipelines, secrets) };
  return pipelines.flatMap((pipeline) =>
    pipeline.flatMap((command): Leak[] => {
      const request = requestOf(command);
      const what = request && (shellOver(request) ?? sentBy(request, pipeline, scene));
      if (!request || !what || !isElsewhere(what, request.host)) return [];
      const target = isPublic(request.host) ? `\`${request.host}\`` : "another machine";
      return [{ command, what: `${what} goes to ${target}` }];
    }),
  );
}

/** One secret may go to any machine of the team's; everything at once only to the own one. */
function isElsewhere(what: string, host: string): boolean {
  return isPublic(host) || (what !== ONE_SECRET && /^["'<]?\$/.test(host));
}

function dumpsIn(pipelines: readonly Pipeline[], secrets: Secrets): Map<string, string> {
  const dumps = new Map<string, string>();
  for (const pipeline of pipelines) {
    const last = pipeline.at(-1);
    const tee = last && launchedProgram(last) === "tee" ? launchedWords(last).at(-1)?.text : undefined;
    const file = last?.redirects.find(({ operator }) => /^>>?$/.test(operator))?.target.text ?? tee;
    const what = file === undefined || file.startsWith("/dev/") ? null : printedBy(pipeline, secrets);
    if (file !== undefined && what !== null && what !== ONE_SECRET) dumps.set(plainName(file), what);
  }
  return dumps;
}

function sentBy(request: Request, pipeline: Pipeline, scene: Scene): string | null {
  return inputOf(request, pipeline, scene) ?? bodyOf(request, scene) ?? substitutedIn(request, scene);
}

/** A shell at the other end, or Netcat to a bare address. */
function shellOver({ program, command, host, address }: Request): string | null {
  if (!isPublic(host)) return null;
  const words = launchedWords(command).map(({ text }) => text);
  const isShell = /^(?:ba|z|da|k)?sh$/.test(program) && words.some((word) => /^-[a-z]*i[a-z]*$/.test(word));
  if (isShell && address?.text.startsWith("/dev/")) return "A shell of the runner";
  if (!/^(?:nc|ncat|netcat)/.test(program)) return null;
  if (words.some((word) => /^-[a-z]*[ec]$|^--(?:exec|sh-exec)$/.test(word))) return "A shell of the runner";
  return isRawAddress(host) ? "A connection of Netcat" : null;
}

/** Programs through which a text goes on as it is, or encoded. */
const CODERS = /^(?:base64|base32|gzip|bzip2|xz|zstd|tr|sort|xxd|od|rev|cat|tee|openssl|jq|hexdump)$/;

function inputOf({ command, sendsInput }: Request, pipeline: Pipeline, { secrets, dumps }: Scene): string | null {
  if (!sendsInput) return null;
  const before = pipeline.slice(0, pipeline.indexOf(command));
  const read = command.redirects.find(({ operator }) => operator === "<")?.target;
  const shown = before.flatMap((each) => (launchedProgram(each) === "cat" ? launchedWords(each).slice(1) : []));
  const files = read ? [read, ...shown] : shown;
  return printedBy(before, secrets) ?? firstDump(files, dumps);
}

function firstDump(files: readonly Word[], dumps: Scene["dumps"]): string | null {
  if (dumps.size === 0) return null;
  for (const { text } of files) {
    const what = dumps.get(plainName(text));
    if (what !== undefined) return what;
  }
  return null;
}

/** `@FILE`, `name=@FILE;type=text/plain` and `./FILE` are `FILE`. */
function plainName(text: string): string {
  return text
    .replace(/^-[dFT]/, "")
    .replace(/^[^@]*@/, "")
    .replace(/;.*$/, "")
    .replace(/^\.\//, "");
}

/** What a chain of commands prints, if it is something secret as it is, or encoded. */
function printedBy([first, ...coders]: readonly Command[], secrets: Secrets): string | null {
  if (!first || !coders.every((command) => CODERS.test(launchedProgram(command)) && !decodes(command))) return null;
  if (printsEnvironment(first)) return "The whole environment";
  if (printsCredentials(first)) return "A file of credentials";
  const [program, ...words] = launchedWords(first);
  const texts = words.filter(({ text }) => !/^-[neE]+$/.test(text));
  if (!/^(?:echo|printf)$/.test(program?.text ?? "")) return null;
  if (texts.some(({ text }) => secrets.isEverythingIn(text))) return "Every secret";
  const isSecret =
    coders.length > 0 ? texts.some(({ text }) => secrets.isIn(text)) : secrets.isWhole(texts.at(-1)?.text ?? "");
  return isSecret && texts.length <= 2 ? ONE_SECRET : null;
}

function decodes(command: Command): boolean {
  return command.words.some(({ text }) => /^(?:-d|-D|--decode|-r)$/.test(text));
}

function bodyOf({ payloads, address, host }: Request, { secrets, dumps }: Scene): string | null {
  const sent = address ? [...payloads, address] : payloads;
  if (sent.some(({ text }) => secrets.isEverythingIn(text))) return "Every secret";
  if (payloads.some(({ text }) => isCredentialFile(text))) return "A file of credentials";
  const dumped = firstDump(payloads, dumps);
  if (dumped !== null) return dumped;
  const isWhole = payloads.some(({ text }) => secrets.isWhole(text.replace(/^(?:-d|--data(?:-\w+)?=)/, "")));
  const collects = isCollectingHost(host) || isRawAddress(host);
  return isWhole || (collects && sent.some((word) => secrets.isIn(withoutHost(word)))) ? ONE_SECRET : null;
}

/** The address of a catcher may itself be the secret. */
function withoutHost({ text }: Word): string {
  return /^https?:\/\//i.test(text) ? (/[?].*$/s.exec(text)?.[0] ?? "") : text;
}

/** `curl -d "$(env | base64)"`: commands whose output stands in the body or the address. */
function substitutedIn({ command, payloads, address }: Request, { inner, secrets }: Scene): string | null {
  const sent = address ? [...payloads, address] : payloads;
  const isSent = ({ start }: Command) => sent.some((word) => word.start <= start && start < word.end);
  const inside = (inner.get(command) ?? []).filter(isSent);
  if (inside.length === 0) return null;
  const what = printedBy(inside, secrets);
  // One secret alone in a substitution is a way to write a field.
  return what === ONE_SECRET && inside.length === 1 ? null : what;
}
