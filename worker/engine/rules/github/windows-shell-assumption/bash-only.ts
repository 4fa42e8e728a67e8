import type { Command, ShellScript, Word } from "../../../shell/script.ts";

/** Something that Bash understands and PowerShell 7 on Windows does not. Offsets are in the script's text. */
export interface BashOnly {
  /** For messages, with its backticks. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

/** Signs of a script that is meant for PowerShell. */
const POWERSHELL =
  /\$env:|@["'][ \t]*\n|\$(?:true|false|null)\b|\[\w+(?:\.\w+)*\]::|^[ \t]*\$\w+[ \t]*\+?=|\b(?:param|foreach|elseif|switch|if)[ \t]*\(|[ \t]`\n/m;
/** Names of commands begin with a verb of PowerShell's own list: learn.microsoft.com, "Approved Verbs for PowerShell Commands". */
const CMDLET =
  /\b(?:Get|Set|New|Add|Remove|Clear|Copy|Move|Rename|Invoke|Start|Stop|Test|Join|Split|Resolve|Expand|Compress|Import|Export|Select|Where|ForEach|Sort|Measure|Group|Format|Out|Write|Read|ConvertTo|ConvertFrom|Install|Update|Enable|Disable|Push|Pop|Wait|Find|Register|Enter|Save|Show)-[A-Z]/;
const CONTINUATION = /[ \t]\\\n[ \t]*\S/;
/** Bash and the runner set these; PowerShell has them as `$env:NAME` only. */
const RUNNER_VARIABLE = /(?:^|[^`\\\w:])\$(?:\{((?:GITHUB|RUNNER)_[A-Z_]+)\}|((?:GITHUB|RUNNER)_[A-Z_]+))/;

type Test = (command: Command, text: string) => string | null;

/** Each fails in PowerShell, or loses what it writes. Sources: learn.microsoft.com, "about_Parsing", "about_Aliases", "about_Redirection". */
const TESTS: readonly Test[] = [
  ({ words }) => (first(words) === "[[" ? "`[[ … ]]`" : null),
  ({ words }) => (first(words) === "[" && words.at(-1)?.text === "]" ? "`[ … ]`" : null),
  ({ keywords }, text) => (keywords.includes("if") && /\bthen\b/.test(text) ? "`if …; then`" : null),
  ({ words }) => (/^(?:for|case)$/.test(first(words)) && words[2]?.text === "in" ? `\`${first(words)} … in\`` : null),
  ({ words }) => (/^(?:export|source|unset|alias)$/.test(first(words)) ? `\`${first(words)}\`` : null),
  ({ words }) =>
    first(words) === "set" && /^[-+][euxo]/.test(words[1]?.text ?? "") ? `\`set ${words[1]?.text}\`` : null,
  ({ words }) =>
    first(words) === "rm" && words.some(({ text }) => /^-(?:[rRf]*f[rRf]*)$/.test(text)) ? "`rm -f`" : null,
  ({ words }) =>
    first(words) === "ls" && /^-[alhtr]{2,}$/.test(words[1]?.text ?? "") ? `\`ls ${words[1]?.text}\`` : null,
  ({ assignments }) => (assignments[0] ? `\`${assignments[0].name}=…\`` : null),
  ({ redirects }) => (redirects.some(({ operator }) => /^<<[-<]?$/.test(operator)) ? "`<<`" : null),
  ({ redirects }) => (redirects.some(({ target }) => target.text === "/dev/null") ? "`/dev/null`" : null),
  ({ words, redirects }, text) => {
    const sources = [...words, ...redirects.map(({ target }) => target)].map(({ start, end }) =>
      text.slice(start, end),
    );
    const found = sources.map((source) => (source.includes("'") ? null : RUNNER_VARIABLE.exec(source))).find(Boolean);
    return found ? `\`$${found[1] ?? found[2]}\`` : null;
  },
];

/** The first thing of a script that PowerShell does not understand; null where the script may be meant for it. */
export function firstBashOnly(text: string, script: ShellScript): BashOnly | null {
  if (!script.isComplete || POWERSHELL.test(text) || CMDLET.test(text)) return null;
  const [found] = script.commands.flatMap((command) => {
    const what = TESTS.map((test) => test(command, text)).find((each) => each !== null);
    return what ? [{ what, start: command.start, end: command.end }] : [];
  });
  const continuation = CONTINUATION.exec(text);
  if (!continuation || (found && found.start <= continuation.index)) return found ?? null;
  return { what: "`\\` at the end of a line", start: continuation.index + 1, end: continuation.index + 2 };
}

function first(words: readonly Word[]): string {
  return words[0]?.isQuoted ? "" : (words[0]?.text ?? "");
}
