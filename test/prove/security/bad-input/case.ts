import type { Ground, Heard } from "./ground.ts";

/** The answer that a bad input must get. */
type Expected = {
  readonly status: number;
  /** The end of the problem's type, where it matters which. */
  readonly problem?: string;
  /** What else must hold of the answer. */
  readonly also?: (heard: Heard) => boolean;
  /** Rows that it may add, by table: none unless told. */
  readonly adds?: Readonly<Record<string, number>>;
  /** Rows that it may add beyond them. */
  readonly mayAdd?: Readonly<Record<string, number>>;
  /** Several answers in one, or a list. */
  readonly mayBeLong?: true;
  /** Tried by the short proof too; so is every case of a group that is short as a whole. */
  readonly isShort?: true;
};

/** One bad input. */
export type BadInput = Expected & {
  readonly what: string;
  send(ground: Ground): Promise<Heard>;
};

/** A row of the table. */
export function bad(what: string, expected: number | Expected, send: BadInput["send"]): BadInput {
  return { what, send, ...(typeof expected === "number" ? { status: expected } : expected) };
}

/** Rows of the table that belong together. */
export type Group = {
  readonly name: string;
  readonly rows: readonly BadInput[];
  /** Nothing of it takes long. */
  readonly isShort?: true;
  /** Made before rows are counted. */
  readonly prepare?: (ground: Ground, short: boolean) => Promise<void>;
};

const OTHERWISE = 599;

/** One answer out of several: theirs where all have the same status, else one that no row expects and that says which they were. */
export function together(answers: readonly Heard[]): Heard {
  const [first] = answers;
  if (!first) throw new Error("There is no answer.");
  const isOne = answers.every(({ status }) => status === first.status);
  const texts = JSON.stringify(answers.map(({ status, text }) => (isOne ? text : `${status} ${text.slice(0, 80)}`)));
  const ms = Math.max(...answers.map((answer) => answer.ms));
  return isOne && first.status >= 400
    ? { ...first, ms }
    : { ...first, status: isOne ? first.status : OTHERWISE, text: texts, ms };
}
