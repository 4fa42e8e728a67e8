import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";

const DIGEST = /^(?:g?sha\d*sum|shasum|md5sum|md5|b[23]sum|cksum|rhash|sha256|openssl)$/;
/** Programs that check signatures, with the words that make them do it. */
const SIGNATURES: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:gpg2?|sq|gpgsm)$/, /^(?:--verify|--verify-files|verify)$/],
  [/^gpgv2?$/, /./],
  [/^openssl$/, /^-verify$/],
  [/^(?:cosign|slsa-verifier|notation|rekor-cli)$/, /^verify/],
  [/^gh$/, /^attestation$/],
  [/^(?:minisign|signify|signify-openbsd)$/, /^-[a-zA-Z]*V/],
  [/^(?:rpm|rpmkeys)$/, /^(?:-K|--checksig)$/],
  [/^codesign$/, /^(?:-v+|--verify)$/],
];
/** Functions and scripts of the project that say so by their names, and one-liners of interpreters. */
const SPEAKS_OF_IT = /verif|checksum|check_?sum|check[-_]?(?:sha|hash)/i;
const HASHES_IN_CODE = /hash_file|hashlib|Digest::SHA|createHash/;

/** True where a script compares what it loaded with what was expected. */
export function verifiesSomething({ commands }: ShellScript): boolean {
  return commands.some(isVerification);
}

function isVerification(command: Command): boolean {
  const program = launchedProgram(command);
  const words = launchedWords(command)
    .slice(1)
    .map(({ text }) => text);
  if (SIGNATURES.some(([name, word]) => name.test(program) && words.some((text) => word.test(text)))) return true;
  if (DIGEST.test(program)) return isChecked(program, command, words);
  return SPEAKS_OF_IT.test(program) || words.some((word) => HASHES_IN_CODE.test(word));
}

/** Digests are checked by the program itself, or handed to something that compares them. A digest that is only printed checks nothing. */
function isChecked(program: string, command: Command, words: readonly string[]): boolean {
  if (program === "openssl" && !/^(?:dgst|sha\d+|md5)$/.test(words[0] ?? "")) return false;
  return (
    words.some((word) => /^(?:-[a-zA-Z]*c[a-zA-Z]*|--check)$/.test(word)) ||
    command.parent !== null ||
    /^\|/.test(command.following) ||
    command.redirects.some(({ operator }) => operator === ">")
  );
}
