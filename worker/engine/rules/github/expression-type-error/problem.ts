/** A value of a type that its place cannot take. Offsets are in the scalar's value. */
export interface TypeProblem {
  /** Distinguishes problems of one key. */
  readonly what: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
