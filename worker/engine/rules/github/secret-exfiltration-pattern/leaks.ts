import { isCollectingHost } from "../../../data/collecting-hosts.ts";
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

/** Every such command of a script, in order. */
export function leaksIn(place: ScriptPlace): Leak[] {
  const secrets = new Secrets(place);
  const { commands } = place.script;
  return pipelinesOf(place.script).flatMap((pipeline) =>
    pipeline.flatMap((command): Leak[] => {
      const request = requestOf(command);
      if (!request || !isPublic(request.host)) return [];
      const what =
        shellOver(request) ??
        inputOf(request, pipeline, secrets) ??
        bodyOf(request, secrets) ??
        substitutedIn(request, commands, secrets);
      return what === null ? [] : [{ command, what: `${what} goes to \`${request.host}\`` }];
    }),
  );
}

/** A shell at the other end, or Netcat to a bare address. */
function shellOver({ program, command, host, address }: Request): string | null {
  const words = launchedWords(command).map(({ text }) => text);
  const isShell = /^(?:ba|z|da|k)?sh$/.test(program) && words.some((word) => /^-[a-z]*i[a-z]*$/.test(word));
  if (isShell && address?.text.startsWith("/dev/")) return "A shell of the runner";
  if (!/^(?:nc|ncat|netcat)/.test(program)) return null;
  if (words.some((word) => /^-[a-z]*[ec]$|^--(?:exec|sh-exec)$/.test(word))) return "A shell of the runner";
  return isRawAddress(host) ? "A connection of Netcat" : null;
}

/** Programs through which a text goes on as it is, or encoded. */
const CODERS = /^(?:base64|base32|gzip|bzip2|xz|zstd|tr|sort|xxd|od|rev|cat|tee|openssl|jq|hexdump)$/;

function inputOf({ command, sendsInput }: Request, pipeline: Pipeline, secrets: Secrets): string | null {
  const before = pipeline.slice(0, pipeline.indexOf(command));
  return sendsInput ? printedBy(before, secrets) : null;
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
  return isSecret && texts.length <= 2 ? "A secret" : null;
}

function decodes(command: Command): boolean {
  return command.words.some(({ text }) => /^(?:-d|-D|--decode|-r)$/.test(text));
}

function bodyOf({ payloads, address, host }: Request, secrets: Secrets): string | null {
  const sent = address ? [...payloads, address] : payloads;
  if (sent.some(({ text }) => secrets.isEverythingIn(text))) return "Every secret";
  if (payloads.some(({ text }) => isCredentialFile(text))) return "A file of credentials";
  if (payloads.some(({ text }) => secrets.isWhole(text.replace(/^(?:-d|--data(?:-\w+)?=)/, "")))) return "A secret";
  const collects = isCollectingHost(host) || isRawAddress(host);
  return collects && sent.some((word) => secrets.isIn(withoutHost(word))) ? "A secret" : null;
}

/** The address of a catcher may itself be the secret. */
function withoutHost({ text }: Word): string {
  return /^https?:\/\//i.test(text) ? (/[?].*$/s.exec(text)?.[0] ?? "") : text;
}

/** `curl -d "$(env | base64)"`: commands whose output stands in the body or the address. */
function substitutedIn(
  { command, payloads, address }: Request,
  commands: readonly Command[],
  secrets: Secrets,
): string | null {
  const sent = address ? [...payloads, address] : payloads;
  const isSent = ({ start }: Command) => sent.some((word) => word.start <= start && start < word.end);
  const inside = commands.filter((inner) => inner.parent === command && isSent(inner));
  if (inside.length === 0) return null;
  const what = printedBy(inside, secrets);
  // One secret alone in a substitution is a way to write a field.
  return what === "A secret" && inside.length === 1 ? null : what;
}
