import { memo } from "../../../memo.ts";
import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import type { Pipeline } from "../../../shell/pipelines.ts";
import type { Command } from "../../../shell/script.ts";

/** A command that loads something from an address which may serve another content tomorrow. */
export interface Download {
  readonly command: Command;
  /** The address as written; empty where no word looks like one. */
  readonly address: string;
}

const DOWNLOADERS: ReadonlySet<string> = new Set(["curl", "wget"]);
/** Curl's and Wget's options that take the next word, as far as scripts use them: everything.curl.dev and the manual of Wget. */
const TAKES_VALUE =
  /^(?:-[a-zA-Z]*[AbcCdeEFHmKQrTuUwxXyYz]|--(?:header|data(?:-\w+)?|user(?:-agent)?|retry(?:-\w+)?|max-time|connect-timeout|request|proxy|referer|cookie(?:-jar)?|form|cacert|cert|key|write-out|output|output-document|output-dir|directory-prefix|tries|timeout|post-data|method|password|oauth2-bearer|resolve|proto|limit-rate))$/;
/** A full commit id, or a variable that holds one: what stands there never changes. */
const COMMIT = /[0-9a-f]{40}|\b(?:github\.(?:workflow_)?sha\b|GITHUB_SHA\b|CI_COMMIT_SHA\b)/;
const OWN_MACHINE = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?:[:/]|$)/;

/** What a command loads; null for another command and for addresses that are pinned or on the own machine. */
export const downloadOf = memo((command: Command): Download | null => {
  if (!DOWNLOADERS.has(launchedProgram(command))) return null;
  const words = launchedWords(command).map(({ text }) => text);
  const addresses = addressesOf(words);
  const isHarmless = addresses.some((address) => COMMIT.test(address) || OWN_MACHINE.test(address));
  // An upload reads an answer, and without an address the command only says its version.
  if (isHarmless || words.some((word) => /^--(?:version|help)$|^-V$/.test(word)) || words.length < 2) return null;
  return { command, address: addresses[0] ?? "" };
});

/** Words with a scheme or a variable, else those that look like a host. */
function addressesOf([program, ...words]: readonly string[]): string[] {
  const isValue = (before: string) =>
    TAKES_VALUE.test(before) || (program?.endsWith("curl") ? /^-[a-zA-Z#]*o$/ : /^-[a-zA-Z]*O$/).test(before);
  const operands = words.filter((word, index) => !word.startsWith("-") && !isValue(words[index - 1] ?? ""));
  const plain = operands.filter((word) => /^(?:\w+:\/\/|\$|localhost)/.test(word));
  return plain.length > 0 ? plain : operands.filter((word) => /^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(word));
}

/** Files that the pipeline of a download writes, as written. */
export function filesOf({ command, address }: Download, pipeline: Pipeline): string[] {
  const written = [...namedFiles(command, address), ...redirectsOf(command)];
  const behind = pipeline.slice(pipeline.indexOf(command) + 1);
  for (const next of behind) {
    const [program, ...others] = launchedWords(next).map(({ text }) => text);
    if (program === "tee") written.push(...others.filter((word) => !word.startsWith("-")));
    if (!/^(?:tee|cat|sed|tr|gunzip|zcat|gzip|xz|xzcat|unxz|bunzip2|bzip2|zstd|base64)$/.test(program ?? "")) break;
    written.push(...redirectsOf(next));
  }
  return written.filter((file) => file !== "" && file !== "-" && !file.startsWith("/dev/"));
}

function redirectsOf({ redirects }: Command): string[] {
  return redirects
    .filter(({ operator, descriptor }) => /^(?:>|>>|>\|)$/.test(operator) && /^1?$/.test(descriptor))
    .map(({ target }) => target.text);
}

/** `-o FILE`, `-O` with the name in the address, and Wget's opposite letters. */
function namedFiles(command: Command, address: string): string[] {
  const isCurl = launchedProgram(command) === "curl";
  const words = launchedWords(command).map(({ text }) => text);
  const named = words.flatMap((word, index): string[] => {
    const long = /^--output(?:-document)?(?:=(.*))?$/.exec(word);
    const short = (isCurl ? /^-[a-zA-Z#]*?o(.*)$/ : /^-[a-zA-Z]*?O(.*)$/).exec(word);
    const match = long ?? (word.startsWith("--") ? null : short);
    return match === null ? [] : [match[1] ? match[1] : (words[index + 1] ?? "")];
  });
  if (named.length > 0) return named;
  const isNamedByAddress =
    !isCurl || words.some((word) => /^(?:-[a-zA-Z#]*O[a-zA-Z]*|--remote-name(?:-all)?)$/.test(word));
  if (!isNamedByAddress) return [];
  const name = address.replace(/[?#].*$/, "").replace(/^.*\//, "");
  const folder = folderOf(words);
  return name === "" ? [] : [folder === "" ? name : `${folder}/${name}`];
}

function folderOf(words: readonly string[]): string {
  const at = words.findIndex((word) => /^(?:-P|--output-dir|--directory-prefix)$/.test(word));
  const attached = words.find((word) => /^--(?:output-dir|directory-prefix)=/.test(word));
  return (attached?.replace(/^[^=]*=/, "") ?? (at === -1 ? "" : (words[at + 1] ?? ""))).replace(/\/$/, "");
}
