/**
 * Splits a script for `bash` or `sh` into commands and words, and says how each `${{ }}` in it is quoted. An expression is
 * one opaque piece, whatever quotes it holds, because GitHub fills it in before the shell reads the text. Works on any text,
 * in linear time; never throws. Grammar: POSIX.1-2024, "Shell Command Language", and the Bash Reference Manual.
 */
import { BashWords, COMMAND_STOPS } from "./bash-words.ts";
import { type PendingHeredoc, readHeredoc } from "./heredoc.ts";
import type { Assignment, Command, Connector, Redirect, ShellScript, Word } from "./script.ts";

const MAX_DEPTH = 60;
const OPERATOR = /&&|\|\||\|&|;;&?|;&|[;|]|&(?!>)/y;
const REDIRECT = /(\d*|\{\w+\})(<<<|<<-|<<|<>|>>|>\||>&|<&|&>>|&>|>|<)/y;
const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/;
const LEADING_KEYWORDS = new Set(["if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "coproc"]);
const LONE_KEYWORDS = new Set(["fi", "done", "esac", "}"]);

interface Draft extends Command {
  start: number;
  end: number;
  words: Word[];
  assignments: Assignment[];
  redirects: Redirect[];
  following: Connector;
  keywords: string[];
}

export function scanBash(text: string): ShellScript {
  return new BashScanner(text).scan();
}

class BashScanner extends BashWords {
  readonly #commands: Draft[] = [];
  #heredocs: PendingHeredoc[] = [];
  #depth = 0;
  #connector: Connector = "";
  #last: Draft | null = null;
  #subshells: readonly number[] = [];
  #subshellCount = 0;

  scan(): ShellScript {
    this.#list("");
    if (this.#heredocs.length > 0) this.isComplete = false;
    const commands = this.#commands.sort((a, b) => a.start - b.start);
    return { commands, places: this.places(), isComplete: this.isComplete };
  }

  /** Commands up to and over the closing character. */
  #list(closer: "" | ")" | "`"): void {
    let cases = 0;
    while (!this.isAtEnd && this.char !== closer) cases += this.#step(closer, cases > 0);
    if (closer !== "" && this.isAtEnd) this.isComplete = false;
    this.at += 1;
  }

  /** Reads on; says by how much the number of open `case` grew. */
  #step(closer: string, inCase: boolean): -1 | 0 | 1 {
    if (this.blank() || this.#newline() || this.#comment()) return 0;
    const operator = this.#operator();
    if (operator !== null) return inCase && /^;[;&]/.test(operator) && !this.#casePattern() ? -1 : 0;
    return this.#item(closer) === "case" && this.#casePattern() ? 1 : 0;
  }

  #item(closer: string): "case" | "other" {
    if (this.char === "(" && this.next === "(") this.arithmetic(2);
    else if (this.char === "(") {
      this.at += 1;
      this.nested(")");
    } else if (this.char === ")") this.at += 1;
    else return this.#simpleCommand(closer);
    return "other";
  }

  protected nested(closer: ")" | "`"): void {
    const { command, word } = this;
    const [subshells, connector, last] = [this.#subshells, this.#connector, this.#last];
    this.#depth += 1;
    this.#subshellCount += 1;
    this.#subshells = [...subshells, this.#subshellCount];
    this.word = null;
    this.#connector = "";
    this.#last = null;
    if (this.#depth <= MAX_DEPTH) this.#list(closer);
    else this.#giveUp();
    this.#depth -= 1;
    this.command = command;
    this.word = word;
    [this.#subshells, this.#connector, this.#last] = [subshells, connector, last];
  }

  #giveUp(): void {
    this.isComplete = false;
    this.at = this.text.length;
  }

  #newline(): boolean {
    if (this.char !== "\n") return false;
    this.at += 1;
    this.#connect("\n");
    const pending = this.#heredocs;
    this.#heredocs = [];
    for (const heredoc of pending) this.#readHeredoc(heredoc);
    return true;
  }

  #readHeredoc(heredoc: PendingHeredoc): void {
    const body = readHeredoc(this.text, this.at, heredoc);
    if (!body.isClosed) this.isComplete = false;
    this.skipTo(body.end, heredoc.isLiteral ? "heredoc_quoted" : "heredoc", heredoc.command);
    this.at = Math.max(this.at, body.next);
  }

  #comment(): boolean {
    if (this.char !== "#") return false;
    const newline = this.text.indexOf("\n", this.at);
    this.skipTo(newline === -1 ? this.text.length : newline, "comment", null);
    return true;
  }

  #operator(): string | null {
    OPERATOR.lastIndex = this.at;
    const operator = OPERATOR.exec(this.text)?.[0];
    if (operator === undefined) return null;
    this.at += operator.length;
    this.#connect(operator.startsWith(";") ? ";" : (operator as Connector));
    return operator;
  }

  #connect(connector: Connector): void {
    if (this.#last !== null && this.#last.following === "") this.#last.following = connector;
    this.#connector = connector;
  }

  /** Skips one pattern of a `case`; false at its `esac`. */
  #casePattern(): boolean {
    while (this.blank() || this.#newline() || this.#comment());
    if (/^esac(?![\w-])/.test(this.text.slice(this.at, this.at + 5))) {
      this.at += "esac".length;
      return false;
    }
    if (this.char === "(") this.at += 1;
    while (!this.isAtEnd && this.char !== ")") {
      const from = this.at;
      this.readWord("|)");
      if (this.at === from) this.at += 1;
    }
    this.at += 1;
    this.#connect(";");
    return true;
  }

  #simpleCommand(closer: string): "case" | "other" {
    const outer = this.command;
    const command: Draft = {
      start: this.at,
      end: this.at,
      words: [],
      assignments: [],
      redirects: [],
      connector: this.#connector,
      following: "",
      subshells: this.#subshells,
      parent: outer,
      keywords: [],
    };
    this.command = command;
    while (!this.isAtEnd && this.#part(command, closer));
    this.command = outer;
    const parts = [command.words.at(-1), command.assignments.at(-1)?.value, command.redirects.at(-1)];
    command.end = Math.max(...parts.map((part) => part?.end ?? 0));
    if (command.end > 0) {
      this.#commands.push(command);
      this.#last = command;
    }
    return isCaseHead(command) ? "case" : "other";
  }

  /** One word, assignment or redirection; false at the command's end. */
  #part(command: Draft, closer: string): boolean {
    if (this.blank()) return true;
    const { char } = this;
    if (char === "\n" || char === "#" || (closer !== "" && char === closer)) return false;
    if (this.#redirect(command)) return true;
    const inTest = command.words[0]?.text === "[[" && command.words.at(-1)?.text !== "]]";
    if (!inTest && /[;&|()]/.test(char)) return this.#functionHead(command);
    return this.#addWord(command, inTest ? "" : COMMAND_STOPS);
  }

  /** `name()` opens a function, whose body is read as commands of the list. */
  #functionHead(command: Draft): false {
    const brackets = /\(\s*\)/y;
    brackets.lastIndex = this.at;
    const length = command.words.length === 1 ? (brackets.exec(this.text)?.[0].length ?? 0) : 0;
    this.at += length;
    if (length > 0) command.words.length = 0;
    return false;
  }

  /** Adds a word, or drops a keyword in front of the command; false behind the `in` of a `case`. */
  #addWord(command: Draft, stops: string): boolean {
    const word = this.readWord(stops);
    if (word.start === this.at) this.at += 1;
    const isFirst = command.words.length === 0;
    const assigned = isFirst
      ? ASSIGNMENT.exec(this.text.slice(word.start, Math.min(word.end, word.start + 200)))
      : null;
    if (assigned !== null) command.assignments.push({ name: assigned[1] ?? "", value: word });
    else if (isFirst && !word.isQuoted && LEADING_KEYWORDS.has(word.text)) {
      command.keywords.push(word.text);
      this.blank();
      command.start = this.at;
    } else if (!isFirst || word.isQuoted || !LONE_KEYWORDS.has(word.text)) command.words.push(word);
    return !isCaseHead(command);
  }

  #redirect(command: Draft): boolean {
    REDIRECT.lastIndex = this.at;
    const found = REDIRECT.exec(this.text);
    const isSubstitution = found !== null && /^[<>]$/.test(found[0]) && this.text[this.at + 1] === "(";
    if (found === null || isSubstitution) return false;
    const start = this.at;
    this.at += found[0].length;
    this.blank();
    const target = this.readWord(COMMAND_STOPS);
    const operator = found[2] ?? "";
    const isHeredoc = operator === "<<" || operator === "<<-";
    const isLiteral = isHeredoc && (target.isQuoted || this.text.slice(target.start, target.end).includes("\\"));
    command.redirects.push({ operator, descriptor: found[1] ?? "", target, start, end: this.at, isLiteral });
    if (isHeredoc) this.#heredocs.push({ marker: target.text, stripsTabs: operator === "<<-", isLiteral, command });
    return true;
  }
}

function isCaseHead(command: Command): boolean {
  return command.words[0]?.text === "case" && command.words.length === 3 && command.words.at(-1)?.text === "in";
}
