import { BashCursor, type WordDraft } from "./bash-cursor.ts";
import type { Word } from "./script.ts";

/** Characters that end a word of a command; inside `[[ ]]` only white space does. */
export const COMMAND_STOPS = ";&|()<>";

/** Reads words: quotes, escapes, variables, and substitutions through `nested`, which the list reader provides. */
export abstract class BashWords extends BashCursor {
  protected inBackticks = false;
  #isInDouble = false;
  #isInArray = false;

  /** Reads commands in a shell of their own, up to and over the closer. */
  protected abstract nested(closer: ")" | "`"): void;

  protected readWord(stops: string): Word {
    const outer = this.word;
    const word: WordDraft = { start: this.at, end: this.at, text: "", isStatic: true, isQuoted: false };
    this.word = word;
    while (!this.isAtEnd && !this.#endsWord(word, stops)) this.#piece(word);
    word.end = this.at;
    this.word = outer;
    return word;
  }

  #endsWord(word: WordDraft, stops: string): boolean {
    const { char } = this;
    if (/[ \t\r\n]/.test(char) || (char === "`" && this.inBackticks)) return true;
    if (!stops.includes(char)) return false;
    return this.#bracketLength(word) === 0;
  }

  #piece(word: WordDraft): void {
    const from = this.at;
    if (this.#quotes(word) || this.#expansion(word, from)) return;
    if (this.char === "\\") this.#escape(word);
    else {
      if (/[*?[{~]/.test(this.char)) word.isStatic = false;
      word.text += this.char;
      this.at += 1;
    }
  }

  #quotes(word: WordDraft): boolean {
    const { char, next } = this;
    if (char === "'") this.#single(word, "single");
    else if (char === '"') this.#double(word, 1);
    else if (char === "$" && next === "'") this.#single(word, "ansi_c");
    else if (char === "$" && next === '"') this.#double(word, 2);
    else return false;
    return true;
  }

  /** An expression, a variable or a substitution; its source becomes part of the text. */
  #expansion(word: WordDraft, from: number): boolean {
    const { char } = this;
    if (this.atom(word.isQuoted && this.#isInDouble ? "double" : "unquoted")) word.isStatic = false;
    else if (char === "$" || char === "`") this.#dollar(word);
    else if (!this.#bracket(word)) return false;
    word.text += this.text.slice(from, this.at);
    return true;
  }

  /** Process substitution `<( )`, or the list of an array. */
  #bracket(word: WordDraft): boolean {
    const length = this.#bracketLength(word);
    if (length === 0) return false;
    this.at += length;
    if (length === 1) this.#array();
    else this.nested(")");
    word.isStatic = false;
    return true;
  }

  /** Words of `name=( … )`; arrays do not nest. */
  #array(): void {
    this.#isInArray = true;
    while (!this.isAtEnd && this.char !== ")") {
      const from = this.at;
      this.readWord(COMMAND_STOPS);
      if (this.at === from) this.at += 1;
    }
    this.#isInArray = false;
    if (this.isAtEnd) this.isComplete = false;
    this.at += 1;
  }

  #bracketLength(word: WordDraft): 0 | 1 | 2 {
    if (this.#isInDouble) return 0;
    if (this.char === "(") return word.text.endsWith("=") && !this.#isInArray ? 1 : 0;
    return /[<>]/.test(this.char) && this.next === "(" ? 2 : 0;
  }

  #escape(word: WordDraft): void {
    const continuation = /^\\\r?\n/.exec(this.text.slice(this.at, this.at + 3))?.[0].length;
    if (continuation === undefined) word.text += this.next;
    this.at += continuation ?? 2;
  }

  #single(word: WordDraft, quoting: "single" | "ansi_c"): void {
    word.isQuoted = true;
    this.at += quoting === "single" ? 1 : 2;
    while (!this.isAtEnd && this.char !== "'") {
      const from = this.at;
      if (this.atom(quoting)) word.isStatic = false;
      else this.at += quoting === "ansi_c" && this.char === "\\" ? 2 : 1;
      word.text += this.text.slice(from, this.at);
    }
    this.#closeQuote();
  }

  #double(word: WordDraft, opener: number): void {
    const outer = this.#isInDouble;
    this.#isInDouble = true;
    word.isQuoted = true;
    this.at += opener;
    while (!this.isAtEnd && this.char !== '"') {
      if (this.#expansion(word, this.at)) continue;
      if (this.char === "\\" && /[$`"\\\r\n]/.test(this.next)) this.#escape(word);
      else {
        word.text += this.char;
        this.at += 1;
      }
    }
    this.#isInDouble = outer;
    this.#closeQuote();
  }

  #closeQuote(): void {
    if (this.isAtEnd) this.isComplete = false;
    this.at += 1;
  }

  #dollar(word: WordDraft): void {
    const outer = this.#isInDouble;
    this.#isInDouble = false;
    if (/[\w@*#?$!({-]/.test(this.next) || this.char === "`") word.isStatic = false;
    if (this.text.startsWith("$((", this.at)) this.arithmetic(3);
    else if (this.text.startsWith("$(", this.at)) this.#substitution(2, ")");
    else if (this.char === "`") this.#substitution(1, "`");
    else if (this.next === "{") this.#parameter();
    else this.at += 1;
    this.#isInDouble = outer;
  }

  #substitution(opener: number, closer: ")" | "`"): void {
    const outer = this.inBackticks;
    this.inBackticks = closer === "`" || outer;
    this.at += opener;
    this.nested(closer);
    this.inBackticks = outer;
  }

  #parameter(): void {
    this.at += 2;
    this.#until("}", "{");
  }

  protected arithmetic(opener: number): void {
    this.at += opener;
    this.#until(")", "(");
    if (this.char === ")") this.at += 1;
    else this.isComplete = false;
  }

  /** Text that the shell evaluates in its own way, up to the closer that matches. */
  #until(closer: string, opener: string): void {
    let open = 1;
    while (!this.isAtEnd && open > 0) {
      if (this.atom("evaluated")) continue;
      if (this.char === closer) open -= 1;
      else if (this.char === opener) open += 1;
      this.at += this.char === "\\" ? 2 : 1;
    }
    if (open > 0) this.isComplete = false;
  }
}
