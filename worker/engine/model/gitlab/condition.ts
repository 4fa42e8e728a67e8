/** Reads and evaluates the conditions of `rules: if`. Grammar: docs.gitlab.com/ci/jobs/job_rules, "CI/CD variable expressions". */

/** A variable's text, null when it is not set, undefined when nobody here knows. */
export type VariableOf = (name: string) => string | null | undefined;

export type Truth = boolean | "unknown";

type Value = string | null | undefined;
interface Pattern {
  readonly regex: RegExp | null;
}

const TOKEN =
  /\s*(?:(&&|\|\||==|!=|=~|!~|\(|\))|\$(\w+)|\$\{(\w+)\}|"([^"]*)"|'([^']*)'|(null)\b|\/((?:[^/\\]|\\.)+)\/([a-zA-Z]*))/y;
const MAX_UNITS = 4096;
const MAX_MATCHED_UNITS = 300;

/** Whether a condition holds. Text that is no condition is `unknown`. */
export function evaluateCondition(text: string, variableOf: VariableOf): Truth {
  if (text.length > MAX_UNITS) return "unknown";
  return new ConditionReader(text, variableOf).read();
}

class ConditionReader {
  readonly #text: string;
  readonly #variableOf: VariableOf;
  #at = 0;
  #token: RegExpExecArray | null = null;
  #failed = false;

  constructor(text: string, variableOf: VariableOf) {
    this.#text = text.trim();
    this.#variableOf = variableOf;
    this.#advance();
  }

  read(): Truth {
    const truth = this.#or();
    return this.#failed || this.#token !== null || this.#at < this.#text.length ? "unknown" : truth;
  }

  #advance(): void {
    TOKEN.lastIndex = this.#at;
    this.#token = TOKEN.exec(this.#text);
    if (this.#token) this.#at = TOKEN.lastIndex;
  }

  #is(operator: string): boolean {
    return this.#token?.[1] === operator;
  }

  #or(): Truth {
    let truth = this.#and();
    while (this.#is("||")) {
      this.#advance();
      truth = either(truth, this.#and());
    }
    return truth;
  }

  #and(): Truth {
    let truth = this.#comparison();
    while (this.#is("&&")) {
      this.#advance();
      truth = negate(either(negate(truth), negate(this.#comparison())));
    }
    return truth;
  }

  #comparison(): Truth {
    if (this.#is("(")) {
      this.#advance();
      const truth = this.#or();
      if (!this.#is(")")) this.#failed = true;
      this.#advance();
      return truth;
    }
    const left = this.#operand();
    const operator = this.#token?.[1];
    if (operator === undefined || !/^(?:[=!]=|[=!]~)$/.test(operator)) return toTruth(left);
    this.#advance();
    const truth = operator.endsWith("~") ? matches(left, this.#operand()) : equals(left, this.#operand());
    return operator.startsWith("!") ? negate(truth) : truth;
  }

  #operand(): Value | Pattern {
    const token = this.#token;
    this.#advance();
    if (!token || token[1] !== undefined) {
      this.#failed = true;
      return undefined;
    }
    const [, , name, braced, double, single, none, pattern, flags] = token;
    if (none !== undefined) return null;
    if (pattern !== undefined) return { regex: toRegex(pattern, flags ?? "") };
    const variable = name ?? braced;
    return variable === undefined ? (double ?? single ?? "") : this.#variableOf(variable);
  }
}

function toTruth(value: Value | Pattern): Truth {
  if (value === undefined || isPattern(value)) return "unknown";
  return value !== null && value !== "";
}

function equals(left: Value | Pattern, right: Value | Pattern): Truth {
  if (left === undefined || right === undefined || isPattern(left) || isPattern(right)) return "unknown";
  return left === right;
}

function matches(left: Value | Pattern, right: Value | Pattern): Truth {
  if (left === undefined || right === undefined || isPattern(left)) return "unknown";
  if (left === null) return false;
  if (left.length > MAX_MATCHED_UNITS) return "unknown";
  const regex = isPattern(right) ? right.regex : toRegex(...splitPattern(right ?? ""));
  return regex ? regex.test(left) : "unknown";
}

/** A variable may hold `/pattern/flags`. */
function splitPattern(text: string): [string, string] {
  const parts = /^\/(.+)\/([a-z]*)$/s.exec(text);
  return [parts?.[1] ?? "(", parts?.[2] ?? ""];
}

/** Simple patterns only: alternation and classes, but nothing that could take exponential time. */
function toRegex(source: string, flags: string): RegExp | null {
  if (source.length > 300 || /[+*}]\)?[+*{]|\)[+*{]|\(\?[^:i]/.test(source)) return null;
  try {
    return new RegExp(source.replaceAll("\\A", "^").replace(/\\[zZ]/g, "$"), flags.includes("i") ? "i" : "");
  } catch {
    return null;
  }
}

function isPattern(value: Value | Pattern): value is Pattern {
  return typeof value === "object" && value !== null;
}

function negate(truth: Truth): Truth {
  return truth === "unknown" ? truth : !truth;
}

function either(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true;
  return left === "unknown" || right === "unknown" ? "unknown" : false;
}
