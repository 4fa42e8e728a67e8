import { CLOUD_FORMATS } from "./marked-cloud-formats.ts";
import { PLATFORM_FORMATS } from "./marked-platform-formats.ts";

/** A token that can be told by a text that every one of its kind holds. */
export interface MarkedFormat {
  readonly rule: string;
  /** Found without regard to case; `body` decides. */
  readonly marker: string;
  /** Units in front of the marker that belong to the token, as a source of a regular expression; mostly none. */
  readonly head: string;
  /** What follows the marker: alphabets and least lengths, as a source of a regular expression without nested repeats. */
  readonly body: string;
  /** Whether a letter, digit or underscore at either end means that it is none. */
  readonly isAlone: boolean;
  /** Whether the marker says too little: then the token stands alone, and is clearly random. */
  readonly isShort: boolean;
}

/** Day on which the sources of all rows said so; formats are facts of their issuers. */
export const SEEN = "2026-11-21";

/** Where the rows were read: the issuers' own pages are named there row by row. */
export const SOURCES: readonly string[] = [
  "https://github.com/gitleaks/gitleaks/blob/009e025ad4106ab333aa0b9dc4f2a884390d134c/config/gitleaks.toml",
  "https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns",
  "https://docs.gitlab.com/security/tokens/#token-prefixes",
  "https://docs.slack.dev/authentication/tokens",
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  "https://docs.stripe.com/keys",
];

/** `rule marker body head`; in front of the marker `!`: it stands alone, `~`: it is short; the head is mostly left out. */
function formatOf(row: string): MarkedFormat {
  const [rule = "", marked = "", body = "", head = ""] = row.split(" ");
  const isShort = marked.startsWith("~");
  const isAlone = isShort || marked.startsWith("!");
  return { rule, marker: isAlone ? marked.slice(1) : marked, head, body, isAlone, isShort };
}

export const MARKED_FORMATS: readonly MarkedFormat[] = [...CLOUD_FORMATS, ...PLATFORM_FORMATS].map(formatOf);
