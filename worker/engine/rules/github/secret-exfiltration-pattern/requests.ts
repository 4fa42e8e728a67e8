import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import type { Command, Word } from "../../../shell/script.ts";

/** What a command sends over the network. */
export interface Request {
  readonly command: Command;
  readonly program: string;
  /** In lower case; empty where no word says it. */
  readonly host: string;
  /** Words of the address and of what is sent; headers and passwords are not among them. */
  readonly address: Word | null;
  readonly payloads: readonly Word[];
  /** True where the standard input is sent. */
  readonly sendsInput: boolean;
}

/** Curl's and Wget's options whose next word is sent as a body. */
const PAYLOAD =
  /^(?:-[a-zA-Z]*[dFT]|--(?:data(?:-\w+)?|json|form(?:-string)?|upload-file|post-data|post-file|body-data|body-file))$/;
const ATTACHED_PAYLOAD =
  /^(?:-[dFT].|--(?:data(?:-\w+)?|json|form(?:-string)?|upload-file|post-data|post-file|body-data|body-file)=)/;
/** Those whose next word is something else. */
const OTHER_VALUE =
  /^(?:-[a-zA-Z]*[AbcCDeEHKmoOPrtuUwxXyYz]|--(?:header|user(?:-agent)?|retry(?:-[\w-]+)?|max-time|connect-timeout|request|proxy|referer|cookie(?:-jar)?|cacert|cert|key|write-out|output(?:-d\w+)?|timeout|tries|method|oauth2-bearer|resolve))$/;
const STANDARD_INPUT = /(?:^|=)@?(?:-|\/dev\/stdin)$/;
/** Curl's `-O` takes no word; Wget's names a file. */
const TAKES_NOTHING = /^-[a-zA-Z]*O$/;
const HOST = /^(?:[a-z][a-z+.-]*:\/\/)?(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]+)/i;

/** The request that a command makes; null for a command that makes none. */
export function requestOf(command: Command): Request | null {
  const program = launchedProgram(command);
  const words = launchedWords(command).slice(1);
  if (program === "curl" || program === "wget") return webRequest(command, program, words);
  return /^(?:nc|ncat|netcat)(?:\.\w+)?$/.test(program)
    ? connection(command, program, words)
    : overBash(command, program);
}

function webRequest(command: Command, program: string, words: readonly Word[]): Request {
  const payloads: Word[] = [];
  let address: Word | null = null;
  for (const [index, word] of words.entries()) {
    const before = words[index - 1]?.text ?? "";
    const isFree = !OTHER_VALUE.test(before) || (program === "curl" && TAKES_NOTHING.test(before));
    if (PAYLOAD.test(before) || ATTACHED_PAYLOAD.test(word.text)) payloads.push(word);
    else if (isFree && !word.text.startsWith("-")) address ??= word;
  }
  const sendsInput = payloads.some(({ text }) => STANDARD_INPUT.test(text) || /^-[dFT]@?-$/.test(text));
  return { command, program, host: hostOf(address), address, payloads, sendsInput };
}

/** `nc HOST PORT`, unless it listens or only looks whether somebody answers. */
function connection(command: Command, program: string, words: readonly Word[]): Request | null {
  if (words.some(({ text }) => /^-[a-zA-Z]*[zlU]/.test(text))) return null;
  const operands = words.filter(({ text }, index) => {
    const before = words[index - 1]?.text ?? "";
    return !text.startsWith("-") && !/^-(?:[a-zA-Z]*[weicpsqxXTIOP]|-\w+)$/.test(before);
  });
  const [address = null, port] = operands;
  return port === undefined
    ? null
    : { command, program, host: hostOf(address), address, payloads: [], sendsInput: true };
}

/** Bash opens a connection for a redirection to `/dev/tcp/HOST/PORT`. */
function overBash(command: Command, program: string): Request | null {
  const target = command.redirects.find(
    ({ operator, target: { text } }) => /[>]/.test(operator) && /^\/dev\/(?:tcp|udp)\//.test(text),
  )?.target;
  const host = target?.text.split("/")[3]?.toLowerCase() ?? "";
  return target ? { command, program, host, address: target, payloads: [], sendsInput: false } : null;
}

function hostOf(address: Word | null): string {
  return HOST.exec(address?.text ?? "")?.[1]?.toLowerCase() ?? "";
}

/** True for a host on the internet, as far as its name tells: a dot in it, no variable, no private network. */
export function isPublic(host: string): boolean {
  if (!/^[a-z0-9][a-z0-9.-]*\.[a-z0-9]+$/.test(host)) return false;
  return !/^(?:127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|\.(?:local|internal|localhost|lan|svc|test)$/.test(
    host,
  );
}

export function isRawAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}
